//! Makes the exports of one world the implementation of the imports of another, for native tests of two components.
//!
//! Where a world exports what a world imports, the module of the export gets a function `plug`. It installs a mock of the
//! import, which calls the `Guest` of the export.

mod conversion;
mod forward;
mod paths;

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

use self::forward::Forward;
use self::paths::{Paths, relative};
use super::exported_resources::add_statement;
use super::{MockedModule, Where, mocks};
use crate::bindings::{Context, Generated};
use crate::code::items::{Item, Items, cfg};
use crate::request::Ownership;
use crate::wit_parser::{
    Function, IndexMap, InterfaceId, Resolve, World, WorldId, WorldItem, WorldKey,
};
use crate::worlds;

/// The code of the tree and of all worlds.
struct Code<'a> {
    tree: &'a mut Generated,
    worlds: &'a mut [Generated],
}

/// The code that has a module.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Run {
    Tree,
    /// The world with this index in the plan.
    World(usize),
}

/// What a world exports: an interface, or its own functions.
struct Export<'a> {
    /// The path of the module from that of the world.
    path: Vec<String>,
    functions: Vec<&'a Function>,
}

/// What is imported: an interface, or the functions of a world.
struct Import<'a> {
    run: Run,
    /// The path of the module from the root of the run.
    path: Vec<String>,
    functions: Vec<&'a Function>,
}

/// Adds the functions `plug` to the modules of the exports.
pub(in crate::bindings) fn add(
    context: &Context<'_>,
    tree: &mut Generated,
    worlds: &mut [Generated],
) {
    let Some(condition) = Where::of(context.request).condition() else { return };
    // The types of imports that borrow are not those of exports.
    if context.request.types.ownership != Ownership::Owning {
        return;
    }
    let worlds_of_plan = 0..context.plan.worlds.len();
    let plugs: Vec<_> = worlds_of_plan
        .flat_map(|at| pairs(context, at).into_iter().map(move |pair| (at, pair)))
        .collect();
    if plugs.is_empty() {
        return;
    }
    let paths = Paths::of(context);
    let mut code = Code { tree, worlds };
    for (world, (export, imports)) in &plugs {
        plug(context, &paths, &condition, &mut code, *world, export, imports);
    }
}

/// The exports of a world with what imports them.
fn pairs<'a>(context: &Context<'a>, world: usize) -> Vec<(Export<'a>, Vec<Import<'a>>)> {
    let resolve = &context.nominal.resolve;
    let world = context.plan.worlds[world].id;
    let interfaces = worlds::interfaces(&resolve.worlds[world].exports).map(|(key, id)| {
        let path = paths::exported(resolve, key);
        (Export { path, functions: functions(resolve, id) }, importers(context, key, id))
    });
    let own = own_functions(resolve, world, |world| &world.exports);
    let importers = importers_of_functions(context, &own);
    let own = (Export { path: Vec::new(), functions: own }, importers);
    interfaces.chain([own]).filter(|(_, imports)| !imports.is_empty()).collect()
}

/// The imports of an interface that a world exports as `key`.
fn importers<'a>(context: &Context<'a>, key: &WorldKey, exported: InterfaceId) -> Vec<Import<'a>> {
    let Context { nominal, plan, base, .. } = context;
    let resolve = &nominal.resolve;
    let worlds = plan.worlds.iter().map(|planned| planned.id);
    match key {
        WorldKey::Interface(_) => {
            let original = resolve.interfaces[exported].clone_of.unwrap_or(exported);
            let key = WorldKey::Interface(original);
            let mut worlds = worlds.map(|world| &base.worlds[world]);
            let is_imported = worlds.any(|world| world.imports.contains_key(&key));
            let path = paths::in_tree(resolve, original).filter(|_| is_imported);
            let import = path.map(|path| Import {
                run: Run::Tree,
                path,
                functions: functions(resolve, original),
            });
            import.into_iter().collect()
        }
        WorldKey::Name(name) => {
            let imports = worlds.enumerate().filter_map(|(at, world)| {
                match resolve.worlds[world].imports.get(key) {
                    Some(WorldItem::Interface { id, .. }) => Some(Import {
                        run: Run::World(at),
                        path: vec![paths::module(name)],
                        functions: functions(resolve, *id),
                    }),
                    Some(WorldItem::Function(_) | WorldItem::Type { .. }) | None => None,
                }
            });
            imports.collect()
        }
    }
}

/// The worlds that import functions of these names.
fn importers_of_functions<'a>(context: &Context<'a>, exported: &[&Function]) -> Vec<Import<'a>> {
    let resolve = &context.nominal.resolve;
    let worlds = context.plan.worlds.iter().enumerate();
    let imports = worlds.filter_map(|(at, planned)| {
        let functions = own_functions(resolve, planned.id, |world| &world.imports);
        let is_exported = |import: &&Function| exported.iter().any(|it| it.name == import.name);
        let is_plugged = functions.iter().any(is_exported);
        is_plugged.then(|| Import { run: Run::World(at), path: Vec::new(), functions })
    });
    imports.collect()
}

fn functions(resolve: &Resolve, interface: InterfaceId) -> Vec<&Function> {
    resolve.interfaces[interface].functions.values().collect()
}

/// The functions that a world itself imports or exports.
fn own_functions<'a>(
    resolve: &'a Resolve,
    world: WorldId,
    items: impl Fn(&'a World) -> &'a IndexMap<WorldKey, WorldItem>,
) -> Vec<&'a Function> {
    worlds::functions(items(&resolve.worlds[world])).collect()
}

/// Adds the functions for one export.
fn plug(
    context: &Context<'_>,
    paths: &Paths<'_>,
    condition: &TokenStream,
    code: &mut Code<'_>,
    world: usize,
    export: &Export<'_>,
    imports: &[Import<'_>],
) {
    let planned = &context.plan.worlds[world];
    let gates = gates(context, world, imports);
    let name = format_ident!("__plug_{}", planned.module.join("_"));
    let module = [&planned.module[..], &export.path].concat();
    let mut installed = Vec::new();
    for import in imports {
        let Some((mocked, import_module)) = code.mocked(context, import) else { continue };
        let Some(exported) = code.worlds[world].items.at(&export.path) else { continue };
        let forward = Forward {
            resolve: &context.nominal.resolve,
            paths,
            mocks: &mocked.mocks,
            module: &import_module,
            export: &module,
            exported: &exported,
            name: &name,
            imports: &import.functions,
            exports: &export.functions,
        };
        let interface = mocked.mocks.interface.clone();
        let (function, resources) = (forward.function(), forward.resources());
        let items = resources.iter().map(|resource| &resource.code);
        let plugged = quote! {
            #[cfg(#condition)]
            #gates
            __airssys_bindings::__plugged! { code { #function #(#items)* } }
        };
        let path = relative(&module, &import_module);
        for resource in &resources {
            let (function, of) = (&resource.function, &resource.trait_name);
            let statement = quote! {
                #[cfg(#condition)]
                __airssys_bindings::__plugged! { code { #path::#function::<Self>(handle); } }
            };
            code.edit(Run::World(world), &export.path, |items| {
                if let Some(item) = items.0.iter_mut().find(|item| is_trait(item, of)) {
                    add_statement(item, &statement);
                }
            });
        }
        code.edit(import.run, &import.path, |items| items.0.extend(Items::split(plugged).0));
        installed.push((interface, quote! { #path::#name::<T>() }));
    }
    let Some((interface, _)) = installed.first() else { return };
    let installed_by = installed.iter().map(|(_, call)| call);
    code.edit(Run::World(world), &export.path, |items| {
        let mut taken = items.0.iter().filter_map(Item::name).collect();
        let plug = mocks::free(&mut taken, "plug");
        let function = quote! {
            #[cfg(#condition)]
            #gates
            __airssys_bindings::__plug! { #interface #plug Guest { #(#installed_by),* } }
        };
        items.0.extend(Items::split(function).0);
    });
}

/// The gates of the world that exports, and of those that import by themselves.
fn gates(context: &Context<'_>, world: usize, imports: &[Import<'_>]) -> TokenStream {
    let importers = imports.iter().filter_map(|import| match import.run {
        Run::Tree => None,
        Run::World(at) => Some(at),
    });
    let worlds = importers.chain([world]).map(|at| context.plan.worlds[at].id);
    let predicates: BTreeSet<&str> =
        worlds.flat_map(|id| context.plan.gates.of_world(context.base, id)).collect();
    cfg(&predicates.into_iter().collect::<Vec<_>>())
}

impl Code<'_> {
    /// The mocks of an import, and the path of its module from the root of the tree.
    fn mocked(
        &self,
        context: &Context<'_>,
        import: &Import<'_>,
    ) -> Option<(&MockedModule, Vec<String>)> {
        let (generated, root) = match import.run {
            Run::Tree => (&*self.tree, &[][..]),
            Run::World(at) => (&self.worlds[at], &context.plan.worlds[at].module[..]),
        };
        let found = generated.mocked.iter().find(|mocked| mocked.path == import.path)?;
        Some((found, [root, &import.path].concat()))
    }

    /// Edits the items of a module.
    fn edit(&mut self, run: Run, path: &[String], edit: impl FnOnce(&mut Items)) {
        let generated = match run {
            Run::Tree => &mut *self.tree,
            Run::World(at) => &mut self.worlds[at],
        };
        generated.items.edit_at(path, edit);
    }
}

fn is_trait(item: &Item, name: &Ident) -> bool {
    item.keyword() == "trait" && item.name().is_some_and(|it| name == &it)
}

#[cfg(test)]
mod tests {
    use crate::request::{Ownership, Request, With};
    use frontend::diagnostic::ArgumentId;
    use frontend::roots::Given;

    const WIT: &str = "package demo:shop;
        interface types { record item { name: string } }
        interface orders {
            use types.{item};
            place: func(item: item) -> bool;
            names: func(items: list<u8>) -> list<string>;
        }
        world client { import orders; import log: func(); }
        world server { export orders; export log: func(); export other: func(); }";

    fn expand(wit: &str, edit: impl FnOnce(&mut Request)) -> String {
        let mut request = Request::of_inline(wit);
        edit(&mut request);
        let bindings = crate::expand(&request);
        assert!(bindings.diagnostics.is_empty(), "{:?}", bindings.diagnostics);
        bindings.code.to_string()
    }

    #[test]
    fn what_is_exported_and_imported_is_plugged() {
        let code = expand(WIT, |_| ());
        assert_eq!(code.matches("__plug !").count(), 2, "{code}");
        assert!(code.contains("\"demo:shop/orders\" plug Guest"), "{code}");
        assert!(code.contains("\"demo:shop/client\" plug Guest"), "{code}");
    }

    #[test]
    fn nothing_is_generated_without_an_import() {
        let only_exports = WIT.replace("import orders; import log: func();", "import types;");
        assert!(!expand(&only_exports, |_| ()).contains("plug"));
        let only_imports =
            WIT.replace("export orders; export log: func(); export other: func();", "");
        assert!(!expand(&only_imports, |_| ()).contains("plug"));
    }

    #[test]
    fn nothing_is_generated_without_mocks_and_for_types_that_borrow() {
        let without_mocks =
            expand(WIT, |request| request.guest.runtime_path = Some("wit_bindgen::rt".to_owned()));
        assert!(!without_mocks.contains("plug"));
        let borrowing = expand(WIT, |request| {
            request.types.ownership = Ownership::Borrowing { duplicate_if_necessary: false };
        });
        assert!(!borrowing.contains("plug"));
    }

    #[test]
    fn nested_lists_take_a_step_for_each_level() {
        let conversions = |levels: usize| {
            let nested = |list: &str| list.repeat(levels) + "r" + &">".repeat(levels);
            let (lists, maps) = (nested("list<"), nested("map<u8, "));
            let wit = format!(
                "package a:b;
                interface i {{ resource r; f: func(a: {lists}) -> {lists}; g: func(a: {maps}) -> {maps}; }}
                world client {{ import i; }}
                world server {{ export i; }}"
            );
            expand(&wit, |_| ()).matches("take_handle").count()
        };
        assert_eq!(conversions(30), conversions(1));
    }

    #[test]
    fn types_of_the_user_are_not_cloned() {
        let code = expand(WIT, |request| {
            let value = "demo:shop/types/item".to_owned();
            let with = With::Path("crate::Item".to_owned());
            request.types.with = vec![(Given { value, argument: ArgumentId(0) }, with)];
        });
        assert_eq!(code.matches("the option `with` names a type").count(), 1, "{code}");
        assert!(code.contains(":: names (items . to_owned ())"), "{code}");
    }
}
