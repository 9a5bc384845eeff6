//! From a resolved directory to a `Resolve` in which every Rust type has a WIT type of its own.
//!
//! The tree and all worlds are generated from this one `Resolve`, so that wit-bindgen analyzes and names each type alike
//! in all runs.

use std::collections::BTreeSet;

use crate::code::type_sharing::{alias_types, import_interfaces};
use crate::plan::Plan;
use crate::request::{Call, Ownership, TypeOptions};
use crate::wit_parser::{InterfaceId, LiveTypes, Resolve, World, WorldId, WorldKey};
use crate::{copy, digest, synthetic, worlds};

use super::{escape, handle_aliases, unsupported};

/// The `Resolve` to generate from, and the world that imports the whole tree.
pub(super) struct Nominalized {
    pub(super) resolve: Resolve,
    pub(super) tree: WorldId,
}

impl Nominalized {
    /// Nominalizes the worlds of the plan.
    pub(super) fn new(types: &TypeOptions, call: &Call, base: &Resolve, plan: &Plan) -> Self {
        let mut resolve = base.clone();
        handle_aliases::rewrite(&mut resolve);
        let tree = import_all(&mut resolve, call, plan);
        // An export keeps its arguments, so their types cannot be types that borrow.
        let share_types = !types.separate_types && types.ownership == Ownership::Owning;
        for planned in &plan.worlds {
            nominalize(&mut resolve, planned.id, plan);
            if share_types {
                alias_copies(&mut resolve, planned.id, plan);
            }
        }
        for &id in &plan.interfaces {
            unsupported::remove_imports(&mut resolve, id);
        }
        for planned in &plan.worlds {
            unsupported::remove_from_world(&mut resolve, planned.id);
        }
        escape::mark(&mut resolve, &plan.interfaces);
        Self { resolve, tree }
    }

    /// Returns the `Resolve` to generate the worlds from, without what only the tree needs: imports whose types a world's own items and
    /// its exports do not use, and the items of the others, which are only named.
    ///
    /// In each run, wit-bindgen compares all types of a world's imports with each other.
    pub(super) fn for_worlds(&self, plan: &Plan) -> Resolve {
        let mut resolve = self.resolve.clone();
        for planned in &plan.worlds {
            let used = used_interfaces(&self.resolve, &self.resolve.worlds[planned.id]);
            resolve.worlds[planned.id].imports.retain(|key, _| match key {
                WorldKey::Interface(id) => used.contains(id),
                WorldKey::Name(_) => true,
            });
        }
        for &id in &plan.interfaces {
            resolve.interfaces[id].types.clear();
            resolve.interfaces[id].functions.clear();
        }
        resolve
    }
}

/// The interfaces whose types a world's own items and its exports use.
fn used_interfaces(resolve: &Resolve, world: &World) -> BTreeSet<InterfaceId> {
    let mut types = LiveTypes::default();
    let own = world.imports.iter().filter(|(key, _)| matches!(key, WorldKey::Name(_)));
    for (_, item) in own.chain(&world.exports) {
        types.add_world_item(resolve, item);
    }
    types.iter().filter_map(|id| copy::owner(resolve, id)).collect()
}

/// Nominalizes `world`, as [`Resolve::generate_nominal_type_ids`] does.
///
/// The world imports all its exports first, so that every export becomes a copy, whatever else uses the original. The
/// section is not affected: it is encoded from another `Resolve`.
fn nominalize(resolve: &mut Resolve, world: WorldId, plan: &Plan) {
    let all: BTreeSet<_> =
        interfaces(resolve, world).filter(|id| plan.interfaces.contains(id)).collect();
    import_interfaces(resolve, world, all);
    resolve.generate_nominal_type_ids(world);
}

/// Makes the types of a nominalized world's copies aliases of the tree's types, unless they hold a resource.
fn alias_copies(resolve: &mut Resolve, world: WorldId, plan: &Plan) {
    for copy in interfaces(resolve, world).collect::<Vec<_>>() {
        let original = resolve.interfaces[copy].clone_of;
        if let Some(original) = original.filter(|original| plan.interfaces.contains(original)) {
            alias_types(resolve, copy, original);
        }
    }
}

/// The interfaces that a world imports and exports, under any key.
fn interfaces(resolve: &Resolve, world: WorldId) -> impl Iterator<Item = InterfaceId> {
    let world = &resolve.worlds[world];
    [&world.imports, &world.exports].into_iter().flat_map(worlds::interfaces).map(|(_, id)| id)
}

/// Adds a world that imports every interface of the tree.
///
/// The name of its package is unique to the call: if several calls end up in one component, the linker takes packages of
/// one name for one package.
pub(super) fn import_all(resolve: &mut Resolve, call: &Call, plan: &Plan) -> WorldId {
    let name = format!("tree-h{:016x}", digest::fnv1a(&call.suffix()));
    let name = synthetic::free_name(resolve, name);
    let package = synthetic::package(resolve, name);
    synthetic::world(resolve, package, "tree", synthetic::imports(&plan.interfaces))
}

#[cfg(test)]
mod tests {
    use crate::request::{Request, With};
    use frontend::diagnostic::ArgumentId;
    use frontend::roots::Given;

    const WIT: &str = "package a:b;
        interface types { record item { name: string } resource file { read: func() -> list<item>; } }
        interface unused { record other { x: u8 } f: func(other: other) -> result<_, other>; }
        interface store { use types.{item, file}; open: func(name: string) -> result<file, item>; }
        interface work { use types.{item}; resource job { constructor(item: item); } f: func(job: borrow<job>) -> item; }
        world w {
            use types.{file};
            import store;
            import unused;
            import log: func(file: borrow<file>);
            import inner: interface { use unused.{other}; f: func() -> other; }
            export work;
            export run: func() -> future<string>;
        }";

    /// The code, with the paths of imported interfaces in place of the names that wit-bindgen gives them.
    fn code(request: &Request) -> String {
        let bindings = crate::expand(request);
        assert!(bindings.diagnostics.is_empty(), "{:?}", bindings.diagnostics);
        let mut code = bindings.code.to_string();
        for at in 0..10 {
            let name = format!("__with_name{at} ");
            let Some(end) = code.find(&format!(" as {name};")) else { continue };
            let start = code[..end].rfind("use ").expect("an import");
            let path = code[start + 4..end].to_owned();
            code.replace_range(start..end + " as ;".len() + name.len(), "");
            code = code.replace(&name, &format!("{path} "));
        }
        code.replace("# [allow (unfulfilled_lint_expectations , unused_imports)]", "")
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn worlds_without_unused_imports_have_the_same_code() {
        let reduced = Request::of_inline(WIT);
        let mut whole = reduced.clone();
        // This option changes no code, and keeps all imports.
        let name = Given { value: "a:b/types".to_owned(), argument: ArgumentId(0) };
        whole.types.with = vec![(name, With::Generate)];
        let [reduced, whole] = [reduced, whole].map(|request| code(&request));
        assert!(
            reduced.contains("trait GuestJob") && !reduced.contains("__with_name"),
            "{reduced}"
        );
        let at = reduced.bytes().zip(whole.bytes()).take_while(|(one, other)| one == other).count();
        let around = |code: &str| code[at.saturating_sub(200)..code.len().min(at + 200)].to_owned();
        assert!(reduced == whole, "{}\n\n{}", around(&reduced), around(&whole));
    }
}
