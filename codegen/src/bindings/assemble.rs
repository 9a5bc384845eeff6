//! Joins the parts: each world in the module of its package, and one world re-exported at the top.

use std::str::FromStr as _;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::generated_items::GeneratedItems;
use super::names::export_macro;
use super::payloads::{self, Payloads};
use super::{Context, export, re_exports};
use crate::code::items::{Item, Items, cfg};
use crate::code::{missing_names, module_docs};
use crate::output;
use crate::plan::PlannedWorld;
use crate::wit_parser::WorldId;

/// Adds the worlds, in the order of the plan, to the tree.
pub(super) fn assemble(context: &Context<'_>, mut tree: Items, worlds: Vec<Items>) -> TokenStream {
    let Context { request, base, nominal, plan, documentation, .. } = context;
    let mut top = None;
    let mut aliases = TokenStream::new();
    for (at, (planned, mut items)) in plan.worlds.iter().zip(worlds).enumerate() {
        let has_exports = !nominal.resolve.worlds[planned.id].exports.is_empty();
        export::add(&request.output.call, plan, planned, &mut items, has_exports);
        if plan.primary == Some(at) {
            let of_world = payloads(context, planned.id, false);
            payloads::merge(&mut items, &tree, &of_world, &payloads(context, nominal.tree, true));
            top = Some((planned, items.clone()));
            if planned.guest.stubs && has_exports {
                let export = format_ident!("{}", export_macro(planned));
                let call = quote! { self::#export!(Stub with_types_in self); };
                items.0.extend(Items::split(call).0);
            }
        }
        // Not among the items that are re-exported at the top, where it would have the name of the macro itself.
        let documented = export::documented(&request.output.call, planned);
        items.0.extend(documented.map(Items::split).unwrap_or_default().0);
        add_world(context, planned, items, &mut tree);
        if has_exports {
            let gates = cfg(&plan.gates.of_world(base, planned.id));
            aliases.extend(export::alias_here(plan, planned).map(|alias| quote! { #gates #alias }));
        }
    }
    // The tree must be complete here: its modules may have the names of the world's own modules.
    if let Some((planned, items)) = top {
        let path = TokenStream::from_str(&planned.module.join("::")).unwrap_or_default();
        let gates = cfg(&plan.gates.of_world(base, planned.id));
        re_exports::add(&items, path, &mut tree, &gates);
    }
    tree.0.extend(context.options.imported_paths());
    tree.0.extend(Items::split(aliases).0);
    module_docs::add(&mut tree, documentation);
    gate(context, &mut tree);
    missing_names::add(&mut tree, &plan.missing_names);
    tree.add_to_modules(&Items::split(output::import_runtime(request, &quote! { super })));
    tree.with_silenced_lints()
}

/// The payload types of the tree or of a world.
fn payloads(context: &Context<'_>, world: WorldId, generates_imports: bool) -> Payloads {
    let items = GeneratedItems { resolve: &context.nominal.resolve, world, generates_imports };
    Payloads::of(&items, &context.request.guest)
}

/// Puts packages and payload types behind their gates.
fn gate(context: &Context<'_>, tree: &mut Items) {
    let Context { base, nominal, plan, .. } = context;
    if plan.gates.is_empty() {
        return;
    }
    let of_tree = payloads(context, nominal.tree, true);
    payloads::gate(tree, &of_tree, &plan.gates, &nominal.resolve);
    for ([namespace, package], predicate) in plan.gates.modules(base) {
        tree.edit_module(&namespace, |items| {
            if items.has_module(&package) {
                items.module(&package).put_behind(&[predicate]);
            }
        });
    }
}

/// Adds the module of a world to the module of its package.
fn add_world(context: &Context<'_>, planned: &PlannedWorld, items: Items, tree: &mut Items) {
    let [namespace, package, name] = &planned.module;
    let gates = cfg(&context.plan.gates.of_world(context.base, planned.id));
    let docs = context.documentation.world(planned.id).attributes();
    let ident = TokenStream::from_str(name).unwrap_or_default();
    let head = quote! {
        #gates
        #docs
        #[allow(dead_code, async_fn_in_trait, unused_imports, clippy::all)]
        pub mod #ident
    };
    let module = Item::module(name, head, items);
    tree.module(namespace).body.module(package).body.0.push(module);
}
