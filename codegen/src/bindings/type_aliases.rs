//! Turns aliases of WIT types into re-exports, which glob imports and the cases of an enum need: `Status::*`.

use std::collections::BTreeMap;

use quote::{ToTokens as _, format_ident, quote};
use syn::punctuated::Punctuated;
use syn::{GenericArgument, Ident, ItemType, ItemUse, Path, PathArguments, Type, UseTree};

use super::with_paths;
use crate::code::items::{Item, Items, Kind};

/// The prefix of the names that wit-bindgen gives to the modules of interfaces in `with`.
const INTERFACE: &str = "__with_name";

/// The module of wit-bindgen's helpers.
const HELPERS: &str = "_rt";

/// The modules by the names that wit-bindgen gives to them.
type Modules = BTreeMap<Ident, Vec<Ident>>;

/// Turns the aliases in the code of one run into re-exports.
pub(super) fn re_export(items: &mut Items) {
    let modules = items.0.iter().filter_map(interface).collect();
    re_export_in(items, &modules);
}

fn re_export_in(items: &mut Items, modules: &Modules) {
    for item in &mut items.0 {
        match &item.kind {
            Kind::Module(_) => item.edit(|items| re_export_in(items, modules)),
            Kind::Static(_) | Kind::Other if item.keyword() == "type" => {
                if let Some(re_export) = of_alias(item, modules) {
                    *item = re_export;
                }
            }
            Kind::Static(_) | Kind::Other => {}
        }
    }
}

/// The name and path of an interface in `use path as __with_name0;`, except for paths that the user gave: a type there
/// may not be public enough for a re-export.
fn interface(item: &Item) -> Option<(Ident, Vec<Ident>)> {
    if item.keyword() != "use" {
        return None;
    }
    let item: ItemUse = syn::parse2(item.to_token_stream()).ok()?;
    let mut path = Vec::new();
    let mut rest = item.tree;
    loop {
        match rest {
            UseTree::Path(segment) => {
                path.push(segment.ident);
                rest = *segment.tree;
            }
            UseTree::Rename(last) if last.rename.to_string().starts_with(INTERFACE) => {
                path.push(last.ident);
                let is_given = path.iter().any(|ident| with_paths::is_name(&ident.to_string()));
                return (!is_given).then_some((last.rename, path));
            }
            UseTree::Rename(_) | UseTree::Name(_) | UseTree::Glob(_) | UseTree::Group(_) => {
                return None;
            }
        }
    }
}

/// `pub use path::Other as Name;` for `pub type Name<'a> = path::Other<'a>;`, if `Other` is a type in WIT.
fn of_alias(item: &Item, modules: &Modules) -> Option<Item> {
    let (attributes, alias) = item.split_attributes();
    let alias: ItemType = syn::parse2(alias.iter().cloned().collect()).ok()?;
    let Type::Path(ty) = &*alias.ty else { return None };
    let path = path(&alias, &ty.path, modules)?;
    let ItemType { vis, ident, .. } = &alias;
    let rename = (path.last() != Some(ident)).then(|| quote! { as #ident });
    let re_export = quote! { #(#attributes)* #vis use #(#path)::* #rename; };
    Items::split(re_export).0.pop()
}

/// The path of the type, unless it is not one in WIT or has other arguments than the alias.
fn path(alias: &ItemType, path: &Path, modules: &Modules) -> Option<Vec<Ident>> {
    let last = path.segments.last()?;
    let mut inner = path.segments.iter().rev().skip(1);
    if path.leading_colon.is_some()
        || !last.ident.to_string().starts_with(char::is_uppercase)
        || !has_parameters_of(alias, &last.arguments)
        || !inner.all(|segment| segment.arguments.is_none() && segment.ident != HELPERS)
    {
        return None;
    }
    let mut found = Vec::new();
    for segment in &path.segments {
        match segment.ident.to_string() {
            name if name == "crate" => return None,
            name if name.starts_with(INTERFACE) => {
                found.extend(modules.get(&segment.ident)?.clone());
            }
            _ => found.push(segment.ident.clone()),
        }
    }
    if found.first().is_some_and(|first| first != "super" && first != "self") {
        found.insert(0, format_ident!("self"));
    }
    Some(found)
}

/// `true` if the arguments are the parameters of the alias, which are lifetimes.
fn has_parameters_of(alias: &ItemType, arguments: &PathArguments) -> bool {
    let arguments = match arguments {
        PathArguments::None => Punctuated::new(),
        PathArguments::AngleBracketed(arguments) => arguments.args.clone(),
        PathArguments::Parenthesized(_) => return false,
    };
    let arguments = arguments.iter().map(|argument| match argument {
        GenericArgument::Lifetime(lifetime) => Some(lifetime),
        _ => None,
    });
    arguments.eq(alias.generics.lifetimes().map(|parameter| Some(&parameter.lifetime)))
}

#[cfg(test)]
mod tests {
    use crate::request::{Ownership, Request, With};
    use frontend::diagnostic::ArgumentId;
    use frontend::roots::Given;

    /// The aliases and re-exports in the generated code, except those of helpers and worlds.
    fn lines(request: &Request) -> Vec<String> {
        let bindings = crate::expand(request);
        assert!(bindings.diagnostics.is_empty(), "{:?}", bindings.diagnostics);
        let code = crate::output::file(&bindings.code);
        let is_alias = |line: &&str| {
            let is_re_export = line.starts_with("pub use ")
                && !["{", "_", "::w::"].iter().any(|other| line.contains(other));
            line.starts_with("pub type ") || is_re_export
        };
        code.lines().map(str::trim).filter(is_alias).map(str::to_owned).collect()
    }

    #[test]
    fn a_wit_use_is_a_re_export() {
        let request = Request::of_inline(
            "package a:b;
            interface types { enum e { x } resource r; type s = string; type n = u32; type l = list<e>; }
            interface user { use types.{e as other, l, n, r, s}; type again = other; }
            world w { use types.{e}; import user; }",
        );
        let expected = [
            "pub type S = _rt::String;",
            "pub type N = u32;",
            "pub type L = _rt::Vec<E>;",
            "pub use super::super::super::a::b::types::E as Other;",
            "pub use super::super::super::a::b::types::L;",
            "pub use super::super::super::a::b::types::N;",
            "pub use super::super::super::a::b::types::R;",
            "pub use super::super::super::a::b::types::S;",
            "pub use self::Other as Again;",
            "pub use super::super::super::a::b::types::E;",
        ];
        assert_eq!(lines(&request), expected);
    }

    #[test]
    fn a_shared_type_is_a_re_export() {
        let request = Request::of_inline(
            "package a:b;
            interface types { enum e { x } resource r; type n = u32; }
            interface user { use types.{e, n, r}; }
            world w { export types; export user; }",
        );
        let tree = "super::super::super::super::super::super::super";
        let expected = [
            "pub type N = u32;".to_owned(),
            "pub use super::super::super::a::b::types::E;".to_owned(),
            "pub use super::super::super::a::b::types::N;".to_owned(),
            "pub use super::super::super::a::b::types::R;".to_owned(),
            format!("pub use {tree}::a::b::types::E;"),
            format!("pub use {tree}::a::b::types::N;"),
            format!("pub use {tree}::a::b::user::E;"),
            format!("pub use {tree}::a::b::user::N;"),
            "pub use super::super::super::super::exports::a::b::types::R;".to_owned(),
            "pub use super::super::super::super::exports::a::b::types::RBorrow;".to_owned(),
        ];
        assert_eq!(lines(&request), expected);
    }

    #[test]
    fn types_that_borrow_are_re_exports() {
        let mut request = Request::of_inline(
            "package a:b;
            interface types { record r { s: string } f: func(r: r) -> r; }
            interface user { use types.{r}; f: func(r: r) -> r; }
            world w { import user; }",
        );
        let re_export = |name| format!("pub use super::super::super::a::b::types::{name};");
        for (duplicate_if_necessary, names) in [(true, &["RResult", "RParam"][..]), (false, &["R"])]
        {
            request.types.ownership = Ownership::Borrowing { duplicate_if_necessary };
            assert_eq!(lines(&request), names.iter().map(re_export).collect::<Vec<_>>());
        }
    }

    #[test]
    fn types_that_the_user_gave_are_aliases() {
        let mut request = Request::of_inline(
            "package a:b;
            interface types { enum e { x } }
            interface user { use types.{e}; }
            world w { use user.{e}; use types.{e as f}; }",
        );
        let name = Given { value: "a:b/types".to_owned(), argument: ArgumentId(0) };
        request.types.with = vec![(name, With::Path("mine::types".to_owned()))];
        let expected = [
            "pub type E = super::super::super::__with_name0::E;",
            "pub use super::super::super::a::b::user::E;",
            "pub type F = __with_name0::E;",
        ];
        assert_eq!(lines(&request), expected);
    }
}
