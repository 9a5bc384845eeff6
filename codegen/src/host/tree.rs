//! Generates the tree: each interface once, as an import.

use crate::wit_parser::{InterfaceId, Resolve, WorldId, WorldKey};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::bindgen_call::{self, BindgenCall, NESTED_MODULES, parse};
use super::gate_groups::Group;
use super::generated_items::GeneratedItems;
use super::{Context, invalid_names, names, shared_types, wit_source};
use crate::plan::closure;
use crate::plan::select::full_name;
use crate::synthetic;
use std::collections::BTreeSet;

/// The depth of an interface below the root of the tree, in the module of its call.
const IN_CALL: usize = 4 + NESTED_MODULES;

/// The calls for the tree.
#[derive(Default)]
pub(super) struct Tree {
    /// The modules with the calls, for the root of the tree.
    pub(super) modules: TokenStream,
    /// The path of each interface's code, from the root of the tree.
    pub(super) paths: Vec<(InterfaceId, TokenStream)>,
    /// The interfaces that have `async` functions.
    pub(super) asynchronous: BTreeSet<InterfaceId>,
}

/// Generates a call for each group of interfaces, and one for the function that adds all of them to a linker.
///
/// The tree is empty if worlds have separate types.
pub(super) fn generate(context: &Context<'_>) -> Result<Tree, String> {
    let mut tree = Tree::default();
    if context.request.types.separate_types {
        return Ok(tree);
    }
    for (at, group) in context.groups.0.iter().enumerate() {
        let module = module(context, at);
        let call = of_group(context, group, &mut tree)?;
        let has_named_imports = !call.options.named_imports.is_empty();
        let (call, gate) = (call.tokens(), gate(group));
        tree.modules.extend(quote! { #gate mod #module { #call } });
        for &id in &group.interfaces {
            let parts = names::module(context.base, id).ok_or("an interface has no name")?;
            let parts = parts.iter().map(|part| parse(part));
            tree.paths.push((id, quote! { #module::#(#parts)::* }));
        }
        tree.modules
            .extend(has_named_imports.then(|| quote! { #gate pub use #module::named_imports; }));
    }
    let linker = linker(context, &tree)?;
    tree.modules.extend(linker);
    tree.modules.extend(shared_types::modules(context));
    Ok(tree)
}

fn module(context: &Context<'_>, group: usize) -> Ident {
    format_ident!("__tree{group}_{}", context.suffix)
}

fn gate(group: &Group) -> TokenStream {
    let predicate = group.predicate.iter().map(|it| parse(it));
    quote! { #(#[cfg(#predicate)])* }
}

/// The call for a group.
fn of_group<'a>(
    context: &'a Context<'_>,
    group: &Group,
    tree: &mut Tree,
) -> Result<BindgenCall<'a>, String> {
    let mut resolve = context.base.clone();
    let documented: Vec<_> = group.interfaces.iter().map(|&id| (id, IN_CALL)).collect();
    context.documentation.annotate(&mut resolve, &documented, &[]);
    let world = add_world(&mut resolve, "tree", &group.interfaces);
    let imported = context.plan.imported(context.base);
    for &id in &group.interfaces {
        if invalid_names::is_reduced(context.base, context.plan, &imported, id) {
            shared_types::keep_shared_types(&mut resolve, id);
        }
    }
    let items = GeneratedItems::of_interfaces(&resolve, &group.interfaces);
    let options = context.options.of_call(&items);
    tree.asynchronous.extend(options.asynchronous.iter().copied());
    let needed = closure(context.base, &group.interfaces);
    let elsewhere: Vec<InterfaceId> =
        needed.into_iter().filter(|id| !group.interfaces.contains(id)).collect();
    Ok(BindgenCall {
        request: context.request,
        suffix: context.suffix,
        world: full_name(&resolve, world),
        errors: bindgen_call::errors(&resolve, &options),
        options,
        send: elsewhere.iter().any(|id| tree.asynchronous.contains(id)),
        with: paths_in_tree(context, &elsewhere, &quote! { super }),
        root: quote! { super },
        wit: wit_source::print(resolve, world)?,
    })
}

/// The names of interfaces, and their paths in the tree, whose root is `root`.
fn paths_in_tree(
    context: &Context<'_>,
    interfaces: &[InterfaceId],
    root: &TokenStream,
) -> Vec<(String, TokenStream)> {
    let paths = interfaces.iter().map(|&id| {
        let name = context.base.name_world_key(&WorldKey::Interface(id));
        (name, names::path_in_tree(context.base, id, root))
    });
    paths.collect()
}

/// Adds a world that imports interfaces, in a package of its own.
fn add_world(resolve: &mut Resolve, name: &str, interfaces: &[InterfaceId]) -> WorldId {
    let package = synthetic::free_name(resolve, "tree".to_owned());
    let package = synthetic::package(resolve, package);
    synthetic::world(resolve, package, name, synthetic::imports(interfaces))
}

/// The function that adds the whole tree to a linker, in a version for each combination of gates.
///
/// Interfaces that worlds only export are not implemented by the host, and are left out.
fn linker(context: &Context<'_>, tree: &Tree) -> Result<TokenStream, String> {
    let predicates = context.groups.predicates();
    let imported = context.plan.imported(context.base);
    let name = linker_name(context);
    let ty = format_ident!("{}", names::type_name(&name));
    let module = format_ident!("__linker_{}", context.suffix);
    let mut tokens = TokenStream::new();
    for open in 0..1_usize << predicates.len() {
        let is_open = |at: usize| open & (1 << at) != 0;
        let groups = context.groups.0.iter().filter(|group| match &group.predicate {
            None => true,
            Some(own) => predicates.iter().position(|it| it == own).is_some_and(is_open),
        });
        let interfaces: Vec<InterfaceId> = groups
            .flat_map(|group| group.interfaces.iter().copied())
            .filter(|id| imported.contains(id))
            .collect();
        if interfaces.is_empty() {
            continue;
        }
        let cfg = predicates.iter().enumerate().map(|(at, predicate)| {
            let predicate = parse(predicate);
            if is_open(at) {
                quote! { #[cfg(#predicate)] }
            } else {
                quote! { #[cfg(not(#predicate))] }
            }
        });
        let cfg: TokenStream = cfg.collect();
        let call = linker_call(context, tree, &name, &interfaces)?.tokens();
        let options = has_gates(context.base, &interfaces).then(|| {
            let options = format_ident!("{ty}Options");
            quote! { #[doc(inline)] pub use self::linker::LinkOptions as #options; }
        });
        tokens.extend(quote! {
            #cfg mod #module {
                mod linker { #call }
                /// Adds every interface that components may import to a linker.
                #[doc(inline)]
                pub use self::linker::#ty;
                #options
            }
            // `bindgen!` has no such type, so that an item of the user takes precedence.
            #cfg #[doc(inline)] pub use self::#module::*;
        });
    }
    Ok(tokens)
}

fn linker_call<'a>(
    context: &'a Context<'_>,
    tree: &Tree,
    name: &str,
    interfaces: &[InterfaceId],
) -> Result<BindgenCall<'a>, String> {
    let mut resolve = context.base.clone();
    let world = add_world(&mut resolve, name, interfaces);
    let all = closure(context.base, interfaces).into_iter().collect::<Vec<_>>();
    let root = quote! { super::super };
    Ok(BindgenCall {
        request: context.request,
        suffix: context.suffix,
        world: full_name(&resolve, world),
        wit: wit_source::print(resolve, world)?,
        options: Default::default(),
        errors: Vec::new(),
        send: all.iter().any(|id| tree.asynchronous.contains(id)),
        with: paths_in_tree(context, &all, &root),
        root,
    })
}

/// `imports`, unless the type of the world at the top has that name.
fn linker_name(context: &Context<'_>) -> String {
    let top = context.plan.primary.map(|at| context.plan.worlds[at].id);
    let top = top.map(|id| names::type_name(&context.base.worlds[id].name));
    match top.as_deref() {
        Some("Imports") => "tree-imports".to_owned(),
        _ => "imports".to_owned(),
    }
}

/// `true` if interfaces or their items are `@unstable`, so that a linker has options for them.
fn has_gates(resolve: &Resolve, interfaces: &[InterfaceId]) -> bool {
    let all = closure(resolve, interfaces);
    all.into_iter().any(|id| invalid_names::is_gated(resolve, id))
}
