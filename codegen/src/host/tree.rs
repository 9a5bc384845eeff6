//! The tree: each interface generated once, as an import.

use crate::wit_parser::{InterfaceId, Resolve, Stability, WorldId, WorldKey};
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use super::call::{self, Call};
use super::groups::Group;
use super::run::Run;
use super::{Context, names, shared, text};
use crate::plan::select::full_name;
use crate::plan::{closure, interface_module};
use crate::synthetic;
use std::collections::BTreeSet;

/// How far below the root of the tree an interface is in the module of its call.
const IN_CALL: usize = 4;

/// The calls for the tree, and what is known of them.
#[derive(Default)]
pub(super) struct Trees {
    /// The modules that hold the calls, to stand at the root.
    pub(super) modules: TokenStream,
    /// For each interface, where it really is: a path from the root.
    pub(super) places: Vec<(InterfaceId, TokenStream)>,
    /// The interfaces that have `async` functions.
    pub(super) asynchronous: BTreeSet<InterfaceId>,
}

/// Makes the calls: for each group of interfaces, and for what adds all of them to a linker.
///
/// Where each world has types of its own there is no tree.
pub(super) fn generate(context: &Context<'_>) -> Result<Trees, String> {
    let mut trees = Trees::default();
    if context.request.types.separate_types {
        return Ok(trees);
    }
    for (at, group) in context.groups.0.iter().enumerate() {
        let module = module(at);
        let call = of_group(context, group, &mut trees)?;
        let named = !call.share.named_imports.is_empty();
        let (call, gate) = (call.tokens(), gate(group));
        trees.modules.extend(quote! { #gate mod #module { #call } });
        for &id in &group.interfaces {
            let parts = names::module(context.base, id).ok_or("an interface without a name")?;
            let parts = parts.iter().map(|part| call::parsed(part));
            trees.places.push((id, quote! { #module::#(#parts)::* }));
        }
        trees.modules.extend(named.then(|| quote! { #gate pub use #module::named_imports; }));
    }
    let linker = linker(context, &trees)?;
    trees.modules.extend(linker);
    trees.modules.extend(shared::modules(context));
    Ok(trees)
}

fn module(group: usize) -> Ident {
    format_ident!("__tree{group}")
}

fn gate(group: &Group) -> TokenStream {
    let predicate = group.predicate.iter().map(|text| call::parsed(text));
    quote! { #(#[cfg(#predicate)])* }
}

/// The call for a group.
fn of_group<'a>(
    context: &'a Context<'_>,
    group: &Group,
    trees: &mut Trees,
) -> Result<Call<'a>, String> {
    let mut resolve = context.base.clone();
    let documented: Vec<_> = group.interfaces.iter().map(|&id| (id, IN_CALL)).collect();
    context.documentation.annotate(&mut resolve, &documented, &[]);
    let world = add_world(&mut resolve, "tree", &group.interfaces);
    let share = context.options.share(&Run::of_interfaces(context.base, &group.interfaces));
    trees.asynchronous.extend(share.asynchronous.iter().copied());
    let needed = closure(context.base, &group.interfaces);
    let elsewhere: Vec<InterfaceId> =
        needed.into_iter().filter(|id| !group.interfaces.contains(id)).collect();
    Ok(Call {
        request: context.request,
        world: full_name(&resolve, world),
        errors: call::errors(&resolve, &share),
        share,
        send: elsewhere.iter().any(|id| trees.asynchronous.contains(id)),
        elsewhere: public_paths(context, &elsewhere),
        root: quote! { super },
        text: text::print(resolve, world)?,
    })
}

/// The names of interfaces, and where the tree has them for a module beside it.
fn public_paths(context: &Context<'_>, interfaces: &[InterfaceId]) -> Vec<(String, TokenStream)> {
    let paths = interfaces.iter().map(|&id| {
        let name = context.base.name_world_key(&WorldKey::Interface(id));
        (name, public_path(context.base, id, &quote! { super }))
    });
    paths.collect()
}

/// Where the tree has an interface, for somebody from whom `root` leads to its root.
pub(super) fn public_path(base: &Resolve, id: InterfaceId, root: &TokenStream) -> TokenStream {
    let parts = interface_module(base, id);
    let parts = parts.iter().map(|part| call::parsed(part));
    quote! { #root::#(#parts)::* }
}

/// Adds a world that imports interfaces, in a package that no user has.
fn add_world(resolve: &mut Resolve, name: &str, interfaces: &[InterfaceId]) -> WorldId {
    let package = synthetic::free_name(resolve, "tree".to_owned());
    let package = synthetic::package(resolve, package);
    synthetic::world(resolve, package, name, synthetic::imports(interfaces))
}

/// What adds the whole tree to a linker, for each of the ways in which gates can be open.
///
/// Interfaces that worlds only export are what a component gives to its host, and are left out.
fn linker(context: &Context<'_>, trees: &Trees) -> Result<TokenStream, String> {
    let predicates = context.groups.predicates();
    let imported = context.plan.imported(context.base);
    let name = linker_name(context);
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
        let cfg = predicates.iter().enumerate().map(|(at, text)| {
            let predicate = call::parsed(text);
            if is_open(at) {
                quote! { #[cfg(#predicate)] }
            } else {
                quote! { #[cfg(not(#predicate))] }
            }
        });
        let cfg: TokenStream = cfg.collect();
        let call = linker_call(context, trees, &name, &interfaces)?.tokens();
        let ty = format_ident!("{}", names::type_name(&name));
        let options = has_gates(context.base, &interfaces).then(|| {
            let options = format_ident!("{ty}Options");
            quote! { #cfg #[doc(inline)] pub use __linker::LinkOptions as #options; }
        });
        tokens.extend(quote! {
            #cfg mod __linker { #call }
            /// Adds every interface that components may import to a linker.
            #cfg #[doc(inline)] pub use __linker::#ty;
            #options
        });
    }
    Ok(tokens)
}

fn linker_call<'a>(
    context: &'a Context<'_>,
    trees: &Trees,
    name: &str,
    interfaces: &[InterfaceId],
) -> Result<Call<'a>, String> {
    let mut resolve = context.base.clone();
    let world = add_world(&mut resolve, name, interfaces);
    let all = closure(context.base, interfaces).into_iter().collect::<Vec<_>>();
    Ok(Call {
        request: context.request,
        world: full_name(&resolve, world),
        text: text::print(resolve, world)?,
        share: Default::default(),
        errors: Vec::new(),
        send: all.iter().any(|id| trees.asynchronous.contains(id)),
        elsewhere: public_paths(context, &all),
        root: quote! { super },
    })
}

/// `imports`, unless the world at the top has a type of that name.
fn linker_name(context: &Context<'_>) -> String {
    let top = context.plan.primary.map(|at| context.plan.worlds[at].id);
    let top = top.map(|id| names::type_name(&context.base.worlds[id].name));
    match top.as_deref() {
        Some("Imports") => "tree-imports".to_owned(),
        _ => "imports".to_owned(),
    }
}

/// Whether something in interfaces is behind `@unstable`, so that a linker is asked whether it is there.
fn has_gates(resolve: &Resolve, interfaces: &[InterfaceId]) -> bool {
    let gated = |stability: &Stability| matches!(stability, Stability::Unstable { .. });
    closure(resolve, interfaces).into_iter().any(|id| {
        let interface = &resolve.interfaces[id];
        gated(&interface.stability)
            || interface.functions.values().any(|function| gated(&function.stability))
            || interface.types.values().any(|ty| gated(&resolve.types[*ty].stability))
    })
}
