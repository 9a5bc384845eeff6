//! From a world to the implementations of its imports, as the source of a module to start from.

use std::collections::{BTreeMap, BTreeSet};

use crate::wit_parser::{
    Docs, Function, FunctionKind, InterfaceId, Resolve, Type, TypeDefKind, TypeId, WorldId,
    WorldItem, WorldKey,
};
use heck::{ToSnakeCase as _, ToUpperCamelCase as _};
use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::bindgen_call::parse;
use super::generated_items::GeneratedItems;
use super::options::Options;
use super::types::Types;
use super::{invalid_names, lookup, names, trapping};
use crate::plan::{Plan, PlannedWorld, interface_module};
use crate::request::{FunctionFlag, Request};
use crate::rust_names::{import_name, is_keyword};
use crate::types::{error_type, is_resource};
use crate::wit::is_unstable;
use crate::workspace::Workspace;

/// The type that implements the imports.
const STATE: &str = "State";

/// Returns the source of a module that implements what the world at the top imports, with `todo!()` in each function.
///
/// `root` is the path of the tree, such as `crate::bindings`. `None` if there is nothing to implement.
pub(crate) fn skeleton(
    request: &Request,
    workspace: &Workspace,
    plan: &Plan,
    root: &str,
) -> Option<String> {
    let planned = &plan.worlds[plan.primary?];
    let resolve = &workspace.resolve;
    let options = Options::new(&request.types, &request.host);
    let imports = Imports::of(request, resolve, planned);
    let errors = errors(request, resolve, &options, planned.id);
    let implementations = imports.0.iter().map(|import| {
        let module = parse(&import.name);
        Implementation { request, resolve, options: &options, errors: &errors, module, import }
            .tokens()
    });
    let implementations: Vec<TokenStream> = implementations.collect();
    let world = &imports.0.last()?.name;
    if implementations.iter().all(TokenStream::is_empty) {
        return None;
    }
    let uses = imports
        .0
        .iter()
        .zip(&implementations)
        .filter(|(import, tokens)| !tokens.is_empty() || import.name == *world);
    let uses = uses.map(|(import, _)| import.tokens(root));
    let link = link(resolve, planned.id, &parse(world));
    let state = format_ident!("{STATE}");
    let items = quote! {
        #(#uses)*
        /// The state of a store.
        pub struct #state;
        #(#implementations)*
        #link
    };
    let file = with_wasmtime(request, &items.to_string());
    Some(format(&prettyplease::unparse(&syn::parse2(file).ok()?)))
}

/// The path of the types of Wasmtime, as the items are first written.
const COMPONENT: &str = "wasmtime :: component :: ";

/// Imports the types of Wasmtime that the items use.
fn with_wasmtime(request: &Request, items: &str) -> TokenStream {
    let path = request.host.wasmtime_crate.as_deref().unwrap_or("airssys_bindings::wasmtime");
    let path = parse(path);
    let types = items
        .split(COMPONENT)
        .skip(1)
        .filter_map(|rest| rest.split(|character: char| !character.is_ascii_alphanumeric()).next());
    let types: BTreeSet<&str> = types.collect();
    let types = types.into_iter().map(parse);
    let items = parse(&items.replace(COMPONENT, ""));
    let import = match path.to_string().rsplit(' ').next() {
        // A crate of that name needs no import.
        _ if path.to_string() == "wasmtime" => TokenStream::new(),
        Some("wasmtime") => quote! { use #path; },
        Some(_) | None => quote! { use #path as wasmtime; },
    };
    quote! { #import use #path::component::{#(#types),*}; #items }
}

/// Separates the items by empty lines, and turns the documentation of functions, which is that of their traits, to comments.
fn format(source: &str) -> String {
    let mut text = String::new();
    let mut before = "";
    for line in source.lines() {
        let starts_item = ["impl", "///"].iter().any(|start| line.starts_with(start));
        if starts_item && !before.starts_with("///") && !before.is_empty() {
            text.push('\n');
        }
        match line.trim_start().strip_prefix("///") {
            Some(docs) if line.starts_with(' ') => text.push_str(&format!("    //{docs}")),
            _ => text.push_str(line),
        }
        text.push('\n');
        before = line;
    }
    text
}

/// The function that adds the imports of a world to a linker.
fn link(resolve: &Resolve, id: WorldId, module: &TokenStream) -> TokenStream {
    let world = &resolve.worlds[id];
    let (state, ty) =
        (format_ident!("{STATE}"), format_ident!("{}", names::type_name(&world.name)));
    let is_gated = world.imports.values().any(|item| match item {
        WorldItem::Interface { id, .. } => invalid_names::is_gated(resolve, *id),
        WorldItem::Function(_) | WorldItem::Type { .. } => false,
    });
    let is_gated = is_gated
        || is_unstable(&world.stability)
        || world.imports.values().any(|item| is_unstable(item.stability(resolve)));
    let options = is_gated.then(|| quote! { let options = #module::LinkOptions::default(); });
    let pass_options = is_gated.then(|| quote! { &options, });
    quote! {
        /// Adds the imports of the world to a linker.
        pub fn add_to_linker(linker: &mut wasmtime::component::Linker<#state>) -> wasmtime::Result<()> {
            #options
            #module::#ty::add_to_linker::<_, wasmtime::component::HasSelf<_>>(
                linker, #pass_options |state| state,
            )
        }
    }
}

/// The errors that `trappable_error_type` names, with their Rust types.
fn errors(
    request: &Request,
    resolve: &Resolve,
    options: &Options<'_>,
    world: WorldId,
) -> BTreeMap<TypeId, (String, InterfaceId, TokenStream)> {
    let found = options.of_call(&GeneratedItems::of_world(resolve, world, true)).trappable;
    let errors = found.into_iter().map(|(at, interface, name)| {
        let id = resolve.interfaces[interface].types[&name];
        (id, (name, interface, parse(&request.host.trappable_error_type[at].1)))
    });
    errors.collect()
}

/// The modules with traits to implement, that of the world last.
struct Imports(Vec<Import>);

struct Import {
    /// The path from the root of the tree.
    module: Vec<String>,
    /// The name of the module in the skeleton.
    name: String,
    source: Source,
}

/// What a module is generated from.
enum Source {
    /// An interface, and the key under which a world imports it.
    Interface(WorldKey, InterfaceId),
    World(WorldId),
}

impl Imports {
    fn of(request: &Request, resolve: &Resolve, planned: &PlannedWorld) -> Self {
        let mut used = ["wasmtime", "airssys_bindings", "std"].map(str::to_owned).into();
        let mut seen = BTreeSet::new();
        let mut imports = Vec::new();
        let mut add = |module: Vec<String>, source| {
            imports.push(Import { name: import_name(&module, &mut used), module, source });
        };
        for (key, item) in &resolve.worlds[planned.id].imports {
            let WorldItem::Interface { id, .. } = item else { continue };
            let module = match (key, resolve.interfaces[*id].name.is_some()) {
                (WorldKey::Name(name), false) => {
                    planned.module.iter().cloned().chain([names::ident(name)]).collect()
                }
                _ if trapping::is_trapping(request, resolve, *id)
                    || lookup::is_elsewhere(&request.types, resolve, *id) =>
                {
                    continue;
                }
                _ if request.types.separate_types => {
                    let own = names::module(resolve, *id).into_iter().flatten();
                    planned.module.iter().cloned().chain(own).collect()
                }
                _ => interface_module(resolve, *id).to_vec(),
            };
            if seen.insert(*id) {
                let key = match resolve.interfaces[*id].name {
                    Some(_) => WorldKey::Interface(*id),
                    None => key.clone(),
                };
                add(module, Source::Interface(key, *id));
            }
        }
        add(planned.module.to_vec(), Source::World(planned.id));
        Self(imports)
    }
}

impl Import {
    fn tokens(&self, root: &str) -> TokenStream {
        let path = parse(&format!("{root}::{}", self.module.join("::")));
        let name = parse(&self.name);
        match self.module.last() == Some(&self.name) {
            true => quote! { use #path; },
            false => quote! { use #path as #name; },
        }
    }
}

/// The implementation of the traits in one module.
struct Implementation<'a> {
    request: &'a Request,
    resolve: &'a Resolve,
    options: &'a Options<'a>,
    errors: &'a BTreeMap<TypeId, (String, InterfaceId, TokenStream)>,
    /// The name of the module.
    module: TokenStream,
    import: &'a Import,
}

/// A trait with functions that get `self`, and one with those that get the store.
#[derive(Default)]
struct Functions {
    of_self: TokenStream,
    of_store: TokenStream,
}

impl Implementation<'_> {
    fn tokens(&self) -> TokenStream {
        let resolve = self.resolve;
        let (types, functions): (Vec<TypeId>, Vec<&Function>) = match &self.import.source {
            Source::Interface(_, id) => {
                let interface = &resolve.interfaces[*id];
                (
                    interface.types.values().copied().collect(),
                    interface.functions.values().collect(),
                )
            }
            Source::World(id) => {
                let items = resolve.worlds[*id].imports.values();
                let types = items.clone().filter_map(|item| match item {
                    WorldItem::Type { id, .. } => Some(*id),
                    WorldItem::Function(_) | WorldItem::Interface { .. } => None,
                });
                let functions = items.filter_map(|item| match item {
                    WorldItem::Function(function) => Some(function),
                    WorldItem::Type { .. } | WorldItem::Interface { .. } => None,
                });
                (types.collect(), functions.collect())
            }
        };
        let resources: Vec<TypeId> =
            types.into_iter().filter(|id| is_resource(resolve, *id)).collect();
        let name = match &self.import.source {
            Source::Interface(..) => "Host".to_owned(),
            Source::World(_) if functions.is_empty() && resources.is_empty() => {
                return TokenStream::new();
            }
            Source::World(id) => format!("{}Imports", names::type_name(&resolve.worlds[*id].name)),
        };
        let mut own = Functions::default();
        functions
            .iter()
            .filter(|function| function.kind.resource().is_none())
            .for_each(|function| self.function(function, &mut own));
        own.of_self.extend(self.conversions());
        let resources = resources.into_iter().map(|id| {
            let resource = resolve.types[id].name.as_deref().unwrap_or_default();
            let mut all = Functions::default();
            functions
                .iter()
                .filter(|function| function.kind.resource() == Some(id))
                .for_each(|function| self.function(function, &mut all));
            self.destructor(resource, &mut all);
            self.traits(&format!("Host{}", resource.to_upper_camel_case()), &all)
        });
        let own = self.traits(&name, &own);
        quote! { #own #(#resources)* }
    }

    fn traits(&self, name: &str, functions: &Functions) -> TokenStream {
        let (module, state) = (&self.module, format_ident!("{STATE}"));
        let Functions { of_self, of_store } = functions;
        let (name, with_store) = (format_ident!("{name}"), format_ident!("{name}WithStore"));
        let of_store = (!of_store.is_empty()).then(|| quote! {
            impl<T> #module::#with_store<T> for wasmtime::component::HasSelf<#state> { #of_store }
        });
        quote! { impl #module::#name for #state { #of_self } #of_store }
    }

    fn function(&self, function: &Function, functions: &mut Functions) {
        let flags = self.flags(&function.name);
        let is_async = function.kind.is_async();
        let types = self.types();
        let name = match function.kind {
            FunctionKind::Constructor(_) => "new".to_owned(),
            _ => rust_ident(function.item_name()),
        };
        let parameters = function.params.iter().map(|parameter| {
            let (name, ty) = (parse(&rust_ident(&parameter.name)), types.ty(&parameter.ty));
            quote! { #name: #ty }
        });
        let result = function.result.map(|ty| types.ty(&ty));
        let result = match flags.contains(&FunctionFlag::Trappable) {
            true => Some(self.trappable(function, result)),
            false => result,
        };
        let receiver = match is_async {
            true => Receiver::Accessor,
            false if flags.contains(&FunctionFlag::Store) => Receiver::Access,
            false => Receiver::State,
        };
        let is_async = is_async || flags.contains(&FunctionFlag::Async);
        functions.add(receiver, is_async, &name, parameters.collect(), result, &function.docs);
    }

    /// The function that drops a resource.
    fn destructor(&self, resource: &str, functions: &mut Functions) {
        let flags = self.flags(&format!("[drop]{resource}"));
        let (module, ty) = (&self.module, parse(&resource.to_upper_camel_case()));
        let is_async = flags.contains(&FunctionFlag::Async);
        let receiver = match (flags.contains(&FunctionFlag::Store), is_async) {
            (false, _) => Receiver::State,
            (true, true) => Receiver::Accessor,
            (true, false) => Receiver::Access,
        };
        let parameters = vec![quote! { rep: wasmtime::component::Resource<#module::#ty> }];
        let result = self.result(&quote! { () });
        functions.add(receiver, is_async, "drop", parameters, Some(result), &Docs::default());
    }

    /// The functions that convert errors of the user to those in WIT.
    fn conversions(&self) -> TokenStream {
        let Source::Interface(_, id) = &self.import.source else { return TokenStream::new() };
        let own = self.errors.values().filter(|(_, interface, _)| interface == id);
        let conversions = own.map(|(name, _, error)| {
            let function = format_ident!("convert_{}", name.to_snake_case());
            let (module, ty) = (&self.module, parse(&names::type_name(name)));
            let result = self.result(&quote! { #module::#ty });
            quote! { fn #function(&mut self, err: #error) -> #result { todo!() } }
        });
        conversions.collect()
    }

    /// The result of a function that can trap. The errors of the option apply to the functions that the tree has.
    fn trappable(&self, function: &Function, result: Option<TokenStream>) -> TokenStream {
        let is_in_tree = matches!(self.import.source, Source::Interface(WorldKey::Interface(_), _));
        let is_in_tree = is_in_tree || self.request.types.separate_types;
        let error = error_type(self.resolve, function).filter(|_| is_in_tree);
        if let Some((_, _, error)) = error.and_then(|id| self.errors.get(&id))
            && let Some(Type::Id(id)) = function.result
            && let TypeDefKind::Result(of_wit) = &self.resolve.types[id].kind
        {
            let types = self.types();
            let ok = of_wit.ok.as_ref().map_or(quote! { () }, |ty| types.ty(ty));
            return quote! { Result<#ok, #error> };
        }
        self.result(&result.unwrap_or(quote! { () }))
    }

    fn result(&self, ok: &TokenStream) -> TokenStream {
        match self.request.host.anyhow {
            true => quote! { wasmtime::anyhow::Result<#ok> },
            false => quote! { wasmtime::Result<#ok> },
        }
    }

    fn flags(&self, item: &str) -> &[FunctionFlag] {
        self.options.import_flags(match &self.import.source {
            Source::Interface(key, _) => lookup::keys(self.resolve, key, Some(item)),
            Source::World(_) => vec![(item.to_owned(), true)],
        })
    }

    fn types(&self) -> Types<'_> {
        let component = quote! { wasmtime::component };
        Types { resolve: self.resolve, component, module: self.module.clone(), short: true }
    }
}

/// The first argument of a function.
#[derive(Clone, Copy)]
enum Receiver {
    State,
    Access,
    Accessor,
}

impl Functions {
    fn add(
        &mut self,
        receiver: Receiver,
        is_async: bool,
        name: &str,
        parameters: Vec<TokenStream>,
        result: Option<TokenStream>,
        docs: &Docs,
    ) {
        let name = parse(name);
        let is_async = is_async.then(|| quote! { async });
        let result = result.map(|ty| quote! { -> #ty });
        let docs = docs.contents.iter().flat_map(|text| text.trim().lines());
        let docs = docs.map(|line| format!(" {line}").trim_end().to_owned());
        let (functions, receiver) = match receiver {
            Receiver::State => (&mut self.of_self, quote! { &mut self }),
            Receiver::Access => {
                (&mut self.of_store, quote! { host: wasmtime::component::Access<'_, T, Self> })
            }
            Receiver::Accessor => {
                (&mut self.of_store, quote! { accessor: &wasmtime::component::Accessor<T, Self> })
            }
        };
        functions.extend(quote! {
            #(#[doc = #docs])*
            #is_async fn #name(#receiver, #(#parameters),*) #result { todo!() }
        });
    }
}

/// Converts a name to an identifier as `bindgen!` does.
fn rust_ident(name: &str) -> String {
    if is_keyword(name) { format!("{name}_") } else { name.to_snake_case() }
}

#[cfg(test)]
mod tests {
    use crate::request::{FunctionFlag, Request, Side};
    use frontend::diagnostic::ArgumentId;
    use frontend::roots::Given;

    const WIT: &str = "package shop:orders@1.2.0;
        interface types { record item { name: string } }
        interface stock {
            use types.{item};
            variant fault { gone }
            resource cart { constructor(items: list<item>); add: func(item: item) -> result<_, fault>; }
            /// Finds an item.
            ///
            /// By its name.
            find: async func(name: option<tuple<string, u8>>) -> result<list<item>, fault>;
        }
        world backend {
            import stock;
            import log: func(line: string);
            import clock: interface { now: func() -> u64; }
            export run: func();
        }
        world nothing { export run: func(); }";

    fn skeleton(world: &str, edit: impl FnOnce(&mut Request)) -> Option<String> {
        let mut request = Request::of_inline(WIT);
        request.side = Side::Host;
        request.selection.world = Some(given(world));
        edit(&mut request);
        crate::host_skeleton(&request, "crate::wit")
    }

    fn given(value: &str) -> Given<String> {
        Given { value: value.to_owned(), argument: ArgumentId(1) }
    }

    #[test]
    fn each_import_is_implemented() {
        assert_eq!(
            skeleton("backend", |_| ()).expect("imports"),
            "use airssys_bindings::wasmtime;
use airssys_bindings::wasmtime::component::{Accessor, HasSelf, Linker, Resource};
use crate::wit::shop::orders::types;
use crate::wit::shop::orders::stock;
use crate::wit::shop::orders::backend::clock;
use crate::wit::shop::orders::backend;

/// The state of a store.
pub struct State;

impl types::Host for State {}

impl stock::Host for State {}

impl<T> stock::HostWithStore<T> for HasSelf<State> {
    // Finds an item.
    //
    // By its name.
    async fn find(
        accessor: &Accessor<T, Self>,
        name: Option<(String, u8)>,
    ) -> Result<Vec<stock::Item>, stock::Fault> {
        todo!()
    }
}

impl stock::HostCart for State {
    fn new(&mut self, items: Vec<stock::Item>) -> Resource<stock::Cart> {
        todo!()
    }
    fn add(
        &mut self,
        self_: Resource<stock::Cart>,
        item: stock::Item,
    ) -> Result<(), stock::Fault> {
        todo!()
    }
    fn drop(&mut self, rep: Resource<stock::Cart>) -> wasmtime::Result<()> {
        todo!()
    }
}

impl clock::Host for State {
    fn now(&mut self) -> u64 {
        todo!()
    }
}

impl backend::BackendImports for State {
    fn log(&mut self, line: String) {
        todo!()
    }
}

/// Adds the imports of the world to a linker.
pub fn add_to_linker(linker: &mut Linker<State>) -> wasmtime::Result<()> {
    backend::Backend::add_to_linker::<_, HasSelf<_>>(linker, |state| state)
}
"
        );
    }

    #[test]
    fn options_change_what_is_implemented() {
        let source = skeleton("backend", |request| {
            request.host.trapping.push(given("shop:orders/stock"));
            request.host.imports.default = vec![FunctionFlag::Async, FunctionFlag::Trappable];
            request.host.wasmtime_crate = Some("wasmtime".to_owned());
        });
        let source = source.expect("imports");
        assert!(source.starts_with("use wasmtime::component::{HasSelf, Linker};\n"), "{source}");
        assert!(!source.contains("stock"), "{source}");
        assert!(source.contains("async fn log(&mut self, line: String) -> wasmtime::Result<()> {"));
        let source = skeleton("backend", |request| {
            request.host.wasmtime_crate = Some("crate::engine".to_owned());
        });
        let source = source.expect("imports");
        assert!(
            source.starts_with("use crate::engine as wasmtime;\nuse crate::engine::component::{")
        );
    }

    #[test]
    fn a_world_without_imports_has_no_skeleton() {
        assert_eq!(skeleton("nothing", |_| ()), None);
    }
}
