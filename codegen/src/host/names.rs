//! From WIT names to the names that `bindgen!` derives from them, and paths in the tree.

use crate::wit_parser::{InterfaceId, PackageId, Resolve};
use heck::{ToShoutySnakeCase as _, ToSnakeCase as _, ToUpperCamelCase as _};

use proc_macro2::TokenStream;
use quote::quote;

use super::bindgen_call::parse;
use crate::digest;
use crate::plan::{Plan, interface_module};
use crate::rust_names;

/// The name of a world `self` in the WIT for `bindgen!`, since `Self` cannot be the name of a type.
pub(super) const SELF_WORLD: &str = "self-world";

/// The name of a type.
pub(super) fn type_name(name: &str) -> String {
    match name {
        // The generated code has a trait `Host`.
        "host" => "Host_".to_owned(),
        // The name that a world `self` gets.
        "self" => SELF_WORLD.to_upper_camel_case(),
        name => name.to_upper_camel_case(),
    }
}

/// The name of a case of a variant or an enum.
pub(super) fn case(name: &str) -> String {
    name.to_upper_camel_case()
}

/// The name of a flag.
pub(super) fn flag(name: &str) -> String {
    name.to_shouty_snake_case()
}

/// The name of a field or a module.
pub(super) fn ident(name: &str) -> String {
    rust_names::module(name)
}

/// The modules of a namespace and a package, which `bindgen!` does not escape.
pub(super) fn package(resolve: &Resolve, id: PackageId) -> [String; 2] {
    let namespace = resolve.packages[id].name.namespace.to_snake_case();
    [namespace, rust_names::unescaped_package_module(resolve, id)]
}

/// The module of a named interface in the code of `bindgen!`.
pub(super) fn module(resolve: &Resolve, id: InterfaceId) -> Option<[String; 3]> {
    let interface = &resolve.interfaces[id];
    let [namespace, package] = package(resolve, interface.package?);
    Some([namespace, package, ident(interface.name.as_deref()?)])
}

/// A suffix that differs for calls with other interfaces or worlds.
pub(super) fn suffix(resolve: &Resolve, plan: &Plan) -> String {
    let interfaces = plan.interfaces.iter().map(|&id| interface_module(resolve, id));
    let modules = interfaces.chain(plan.worlds.iter().map(|world| world.module.clone()));
    let names: Vec<String> = modules.map(|module| module.join("::")).collect();
    format!("{:016x}", digest::fnv1a(&names.join(" ")))
}

/// The path of an interface in the tree, if `root` is the path of the tree.
pub(super) fn path_in_tree(base: &Resolve, id: InterfaceId, root: &TokenStream) -> TokenStream {
    let parts = interface_module(base, id);
    let parts = parts.iter().map(|part| parse(part));
    quote! { #root::#(#parts)::* }
}
