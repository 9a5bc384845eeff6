//! The mocks of an interface or world: a trait for its functions, one for each resource, and how to install them.

use std::collections::BTreeSet;

use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{format_ident, quote};
use wit_bindgen_rust::to_rust_ident;

use super::function::Function;
use crate::code::items::{Item, Items};

/// The imports of a module, and the names of what mocks them.
pub(super) struct Mocks {
    /// The names in the module that are in use.
    taken: BTreeSet<String>,
    /// The name of the trait for the functions.
    ty: Ident,
    interface: String,
    functions: Vec<Mocked>,
    resources: Vec<Resource>,
}

/// An imported resource.
struct Resource {
    /// The name of the handle type: `Cart`.
    handle: String,
    /// The name in WIT, with that of its interface.
    wit: String,
    /// The name of the trait: `MockCart`.
    ty: Ident,
    methods: Vec<Mocked>,
}

/// A function of a trait.
struct Mocked {
    name: Ident,
    /// The name as it is imported.
    wit: String,
    is_async: bool,
    parameters: Vec<(Ident, TokenStream)>,
    result: TokenStream,
}

impl Mocks {
    /// The mocks of a module with these items, of which it has no imports yet.
    pub(super) fn new(items: &Items) -> Self {
        let mut taken = items.0.iter().filter_map(Item::name).collect();
        let ty = free(&mut taken, "Mock");
        let (functions, resources) = Default::default();
        Self { taken, ty, interface: String::new(), functions, resources }
    }

    /// Adds an import, and returns the statement that returns what its mock does. `handle` is the handle type of its
    /// resource.
    pub(super) fn add(&mut self, function: &Function, handle: Option<&str>) -> TokenStream {
        self.interface.clone_from(&function.interface);
        let arguments: Vec<Ident> =
            function.parameters().into_iter().map(|(name, _)| name).collect();
        let is_await = function.is_async().then(|| quote! { .await });
        let mocked = |name: &Ident| Mocked::new(function, name.clone(), handle);
        match handle {
            Some(handle) if function.is_method() => {
                let resource = self.resource(function, handle);
                let (ty, wit) = (resource.ty.clone(), resource.wit.clone());
                let name = function.ident();
                resource.methods.push(mocked(name));
                quote! {
                    __airssys_bindings::__mock_method!(
                        #ty #name (self.handle(), #wit #(, #arguments)*) #is_await
                    );
                }
            }
            _ => {
                if let Some(handle) = handle {
                    self.resource(function, handle);
                }
                let name = self.function_name(function, handle);
                self.functions.push(mocked(&name));
                let ty = &self.ty;
                let Function { interface, name: wit, .. } = function;
                quote! {
                    __airssys_bindings::__mock!(
                        #interface #wit #ty #name (#(#arguments),*) #is_await
                    );
                }
            }
        }
    }

    /// The name of a function in the trait; that of a constructor or static function starts with the resource.
    fn function_name(&self, function: &Function, handle: Option<&str>) -> Ident {
        let name = function.ident();
        let Some(resource) = handle.and_then(|_| resource(&function.name)) else {
            return name.clone();
        };
        let taken = self.functions.iter().map(|function| function.name.to_string());
        let mut taken = self.taken.iter().cloned().chain(taken).collect();
        let name = name.to_string();
        free(&mut taken, &format!("{}_{}", to_rust_ident(resource), name.trim_start_matches("r#")))
    }

    fn resource(&mut self, function: &Function, handle: &str) -> &mut Resource {
        let found = self.resources.iter().position(|resource| resource.handle == handle);
        let at = found.unwrap_or_else(|| {
            let ty = free(&mut self.taken, &format!("Mock{handle}"));
            let name = resource(&function.name).unwrap_or(handle);
            let wit = format!("{}.{{{name}}}", function.interface);
            let handle = handle.to_owned();
            self.resources.push(Resource { handle, wit, ty, methods: Vec::new() });
            self.resources.len() - 1
        });
        &mut self.resources[at]
    }

    /// The call of the macro that declares the traits and functions, `everywhere` or in tests, or nothing if there are no imports.
    ///
    /// With `host_types`, the host services can take the place of a mock: the types are as the host expects them.
    pub(super) fn declaration(mut self, everywhere: bool, host_types: bool) -> TokenStream {
        if self.functions.is_empty() && self.resources.is_empty() {
            return TokenStream::new();
        }
        let mut declared = self.functions.iter().map(|it| it.name.to_string()).collect();
        let install = free(&mut declared, "install");
        let [mock, mock_with, builder] =
            ["mock", "mock_with", "MockWith"].map(|name| free(&mut self.taken, name));
        let Self { ty, interface, functions, resources, .. } = &self;
        let is_async = |functions: &[Mocked]| functions.iter().any(|function| function.is_async);
        let any_async =
            is_async(functions) || resources.iter().any(|resource| is_async(&resource.methods));
        let host = match host_types && !any_async {
            true => host_type(interface).map(|ty| format_ident!("{ty}")),
            false => None,
        };
        let functions = declarations(functions);
        let resources = resources.iter().map(Resource::declaration);
        let condition = match everywhere {
            true => quote! { not(target_family = "wasm") },
            false => quote! { all(test, not(target_family = "wasm")) },
        };
        quote! {
            #[cfg(#condition)]
            __airssys_bindings::__mocks! {
                [#host] #interface #ty #mock #mock_with #builder #install
                { #functions }
                #(#resources)*
            }
        }
    }
}

/// The type of the run-time support that implements an interface by the host services.
fn host_type(interface: &str) -> Option<&'static str> {
    match interface {
        "airssys:core-host/host-services@1.0.0" => Some("HostServices"),
        "airssys:ext-filesystem/filesystem@1.0.0" => Some("Filesystem"),
        "airssys:ext-network/network@1.0.0" => Some("Network"),
        "airssys:ext-process/process@1.0.0" => Some("Processes"),
        _ => None,
    }
}

impl Resource {
    fn declaration(&self) -> TokenStream {
        let Self { handle, wit, ty, methods } = self;
        let handle = Ident::new(handle, Span::call_site());
        let mut names = methods.iter().map(|method| method.name.to_string()).collect();
        let [mock, mocked] = ["mock", "mocked"].map(|name| free(&mut names, name));
        let methods = declarations(methods);
        quote! { resource #handle #wit #ty #mock #mocked { #methods } }
    }
}

impl Mocked {
    fn new(function: &Function, name: Ident, handle: Option<&str>) -> Self {
        let resolved = |tokens| match handle {
            Some(handle) => replace_self(tokens, handle),
            None => tokens,
        };
        let is_async = function.is_async();
        let parameter = |(name, ty)| {
            let ty = resolved(ty);
            (name, if is_async { with_lifetime(ty) } else { ty })
        };
        Self {
            name,
            wit: function.name.clone(),
            is_async,
            parameters: function.parameters().into_iter().map(parameter).collect(),
            result: resolved(function.result()),
        }
    }
}

/// The functions as the macro expects them: first those that are not `async`.
fn declarations(functions: &[Mocked]) -> TokenStream {
    let (asynchronous, synchronous): (Vec<_>, Vec<_>) =
        functions.iter().partition(|function| function.is_async);
    let declaration = |function: &Mocked| {
        let Mocked { name, wit, is_async, parameters, result } = function;
        let keyword = if *is_async {
            quote! { async fn }
        } else {
            quote! { fn }
        };
        let lifetime = is_async.then(|| quote! { <'a> });
        let parameters = parameters.iter().map(|(name, ty)| quote! { #name: #ty });
        quote! { #keyword #name #wit #lifetime (#(#parameters),*) -> #result; }
    };
    synchronous.into_iter().chain(asynchronous).map(declaration).collect()
}

/// The name of the resource in the name of an import: `cart` in `[method]cart.add`.
fn resource(import: &str) -> Option<&str> {
    let (_, name) = import.split_once(']')?;
    Some(name.split_once('.').map_or(name, |(resource, _)| resource))
}

/// Returns a name that is not taken, and takes it.
fn free(taken: &mut BTreeSet<String>, name: &str) -> Ident {
    let mut name = name.to_owned();
    while !taken.insert(name.clone()) {
        name.push('_');
    }
    format_ident!("{name}")
}

/// Writes the type in place of `Self`.
fn replace_self(tokens: TokenStream, ty: &str) -> TokenStream {
    let replace = |token| match token {
        TokenTree::Ident(ident) if ident == "Self" => {
            TokenTree::Ident(Ident::new(ty, ident.span()))
        }
        TokenTree::Group(group) => {
            TokenTree::Group(Group::new(group.delimiter(), replace_self(group.stream(), ty)))
        }
        other => other,
    };
    tokens.into_iter().map(replace).collect()
}

/// Names the lifetimes of references and of types: `'a`.
fn with_lifetime(tokens: TokenStream) -> TokenStream {
    let mut named = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '&' => named.extend(quote! { &'a }),
            TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                tokens.next();
                named.extend(quote! { 'a });
            }
            TokenTree::Group(group) => {
                let group = Group::new(group.delimiter(), with_lifetime(group.stream()));
                named.extend([TokenTree::Group(group)]);
            }
            other => named.extend([other]),
        }
    }
    named
}

#[cfg(test)]
mod tests {
    use crate::request::{Ownership, Request};

    fn mocks(edit: impl Fn(&mut Request)) -> String {
        let mut request = Request::of_inline(
            "package airssys:ext-filesystem@1.0.0;
            interface filesystem { read-file: func(path: string) -> list<u8>; }
            interface other { read-file: func(path: string) -> list<u8>; }
            world w { import filesystem; import other; }",
        );
        edit(&mut request);
        let code = crate::expand(&request).code.to_string();
        let mocks = code.split("__mocks !").skip(1).map(|mocks| {
            let mocks: String = mocks.chars().filter(|char| !char.is_whitespace()).collect();
            mocks.split("MockWith").next().unwrap_or_default().to_owned()
        });
        mocks.collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn the_host_serves_its_interfaces_with_plain_types() {
        let served = mocks(|_| ());
        assert!(
            served.contains("{[Filesystem]\"airssys:ext-filesystem/filesystem@1.0.0\""),
            "{served}"
        );
        assert!(served.contains("{[]\"airssys:ext-filesystem/other@1.0.0\""), "{served}");
        let raw = mocks(|request| request.guest.raw_strings = true);
        let borrowing = mocks(|request| {
            request.types.ownership = Ownership::Borrowing { duplicate_if_necessary: false };
        });
        for other in [raw, borrowing] {
            assert!(other.contains("{[]\"airssys:ext-filesystem/filesystem@1.0.0\""), "{other}");
        }
    }
}
