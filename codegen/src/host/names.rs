//! From names in WIT to the names that `bindgen!` makes of them.

use crate::wit_parser::{InterfaceId, PackageId, Resolve};
use heck::{ToShoutySnakeCase as _, ToSnakeCase as _, ToUpperCamelCase as _};

use crate::plan::names;

/// The name of a type.
pub(super) fn type_name(name: &str) -> String {
    match name {
        // The code has a trait of that name.
        "host" => "Host_".to_owned(),
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
    names::module(name)
}

/// The modules of a package and its namespace, which may be keywords: these are written as they are.
pub(super) fn package(resolve: &Resolve, id: PackageId) -> [String; 2] {
    let namespace = resolve.packages[id].name.namespace.to_snake_case();
    [namespace, names::unescaped_package_module(resolve, id)]
}

/// The module of an interface with a name.
pub(super) fn module(resolve: &Resolve, id: InterfaceId) -> Option<[String; 3]> {
    let interface = &resolve.interfaces[id];
    let [namespace, package] = package(resolve, interface.package?);
    Some([namespace, package, ident(interface.name.as_deref()?)])
}
