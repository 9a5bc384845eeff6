//! From the generated code of a world to the implementations of its exports, as the source of a module to start from.

use std::collections::BTreeSet;

use proc_macro2::TokenStream;
use quote::ToTokens as _;
use syn::{Attribute, Expr, File, Item, ItemTrait, Lit, Meta, TypePath};

use crate::rust_names::import_name;
use crate::signatures::Signatures;

/// The traits to implement, each with the path of its module from the root of the tree.
type Traits = Vec<(Vec<String>, ItemTrait)>;

/// The number of segments in the path of a world.
const WORLD: usize = 3;

/// Returns the source of a module that implements the exports of the only world in `code`, with `todo!()` in each function.
///
/// `root` is the path of the tree, such as `crate::bindings`, and `export` the name of the `export!` of the world. There is
/// nothing to implement for a world without exports.
#[must_use]
pub fn skeleton(code: &TokenStream, root: &str, export: &str) -> Option<String> {
    let file: File = syn::parse2(code.clone()).ok()?;
    let mut traits = Traits::new();
    collect(&file.items, &mut Vec::new(), &mut traits);
    let world = &traits.first()?.0[..WORLD];
    let mut names = BTreeSet::from([COMPONENT.to_owned()]);
    let mut modules: Vec<&[String]> = vec![world];
    modules.extend(traits.iter().map(|(module, _)| module.as_slice()).filter(|it| *it != world));
    modules.dedup();
    let imports = modules.into_iter().map(|module| (module, import_name(module, &mut names)));
    let imports: Vec<(&[String], String)> = imports.collect();
    let mut source = String::new();
    for (module, name) in &imports {
        let path = format!("{root}::{}", module.join("::"));
        let is_renamed = module.last() != Some(name);
        let rename = if is_renamed { format!(" as {name}") } else { String::new() };
        source.push_str(&format!("use {path}{rename};\n"));
    }
    source.push_str(&format!("\nstruct {COMPONENT};\n"));
    for (module, item) in traits.iter().filter(|(_, item)| item.ident == "Guest") {
        let resources = resources(module, item, &mut names);
        let context = Context { root, imports: &imports, module };
        source.push_str(&context.implementation(item, COMPONENT, &resources));
        for (resource, ty) in &resources {
            let is_of_resource = |(other, item): &&(Vec<String>, ItemTrait)| {
                other == module && item.ident == format!("Guest{resource}")
            };
            if let Some((_, item)) = traits.iter().find(is_of_resource) {
                source.push_str(&format!("\nstruct {ty};\n"));
                source.push_str(&context.implementation(item, ty, &[]));
            }
        }
    }
    let world = &imports[0].1;
    source.push_str(&format!("\n{world}::{export}!({COMPONENT} with_types_in {world});\n"));
    Some(source)
}

/// The type that implements the exports.
const COMPONENT: &str = "Component";

/// Collects the traits that the exported type implements.
fn collect(items: &[Item], path: &mut Vec<String>, traits: &mut Traits) {
    for item in items {
        match item {
            Item::Mod(module) => {
                path.push(module.ident.to_string());
                collect(module.content.as_ref().map_or(&[], |(_, items)| items), path, traits);
                path.pop();
            }
            Item::Trait(item) if item.ident.to_string().starts_with("Guest") => {
                traits.push((path.clone(), item.clone()));
            }
            _ => {}
        }
    }
}

/// The resources of an interface, each with the name of the type for it, which no other type has.
fn resources(
    module: &[String],
    item: &ItemTrait,
    names: &mut BTreeSet<String>,
) -> Vec<(String, String)> {
    let interface = module.last().map(|name| crate::rust_names::camel(name)).unwrap_or_default();
    let of_trait = item.items.iter().filter_map(|item| match item {
        syn::TraitItem::Type(ty) => Some(ty.ident.to_string()),
        _ => None,
    });
    let named = of_trait.map(|resource| {
        let candidates = [resource.clone(), format!("{interface}{resource}")];
        let numbered = (2..).map(|number| format!("{interface}{resource}{number}"));
        let mut candidates = candidates.into_iter().chain(numbered);
        let ty = candidates.find(|name| names.insert(name.clone())).unwrap_or_default();
        (resource, ty)
    });
    named.collect()
}

/// The module of a trait, and the imports of the skeleton.
struct Context<'a> {
    root: &'a str,
    imports: &'a [(&'a [String], String)],
    module: &'a [String],
}

impl Context<'_> {
    /// Renders the implementation of a trait in the module for the type `ty`.
    fn implementation(&self, item: &ItemTrait, ty: &str, resources: &[(String, String)]) -> String {
        let Some(mut signatures) = Signatures::of(item.to_token_stream()) else {
            return String::new();
        };
        signatures.edit_types(|ty| self.qualify(ty));
        signatures.implement(resources, docs);
        let path = self.path(self.module, &item.ident.to_string());
        let source = signatures.render(&format!("impl {path} for {ty}"), usize::MAX);
        // An implementation shows the documentation of the trait.
        let lines = source.lines().map(|line| match line.trim_start().strip_prefix("///") {
            Some(text) => format!("    //{}", without_links(text)),
            None => line.to_owned(),
        });
        format!("\n{}\n", lines.collect::<Vec<_>>().join("\n"))
    }

    /// The path of an item of a module.
    fn path(&self, module: &[String], name: &str) -> String {
        match self.imports.iter().find(|(imported, _)| *imported == module) {
            Some((_, import)) => format!("{import}::{name}"),
            None => format!("{}::{}::{name}", self.root, module.join("::")),
        }
    }

    /// Replaces the path of a type in the module of the trait by one that is valid everywhere.
    fn qualify(&self, ty: &mut TypePath) {
        let segments: Vec<String> =
            ty.path.segments.iter().map(|segment| segment.ident.to_string()).collect();
        let names: Vec<&str> = segments.iter().map(String::as_str).collect();
        let last = names.last().copied().unwrap_or_default();
        let path = match names.as_slice() {
            _ if ty.path.leading_colon.is_some() && names[0] != "core" => return,
            ["core", ..] | ["_rt", _] => last.to_owned(),
            ["__airssys_bindings", "rt", "async_support", _] => format!("airssys_bindings::{last}"),
            ["__airssys_bindings", rest @ ..] => format!("airssys_bindings::{}", rest.join("::")),
            ["crate", ..] => return,
            [name] if is_builtin(name) => return,
            rest => {
                let rest = rest.strip_prefix(&["self"]).unwrap_or(rest);
                let supers = rest.iter().take_while(|name| **name == "super").count();
                let Some(depth) = self.module.len().checked_sub(supers) else { return };
                let (name, modules) = rest[supers..].split_last().unwrap_or((&"", &[]));
                let modules = modules.iter().map(|module| (*module).to_owned());
                let module: Vec<String> =
                    self.module[..depth].iter().cloned().chain(modules).collect();
                self.path(&module, name)
            }
        };
        let Ok(mut path) = syn::parse_str::<syn::Path>(&path) else { return };
        if let (Some(new), Some(old)) = (path.segments.last_mut(), ty.path.segments.last()) {
            new.arguments = old.arguments.clone();
        }
        ty.path = path;
    }
}

/// `true` for the types that have a name without a path.
fn is_builtin(name: &str) -> bool {
    const BUILTIN: &[&str] = &[
        "Self", "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "u8", "u16", "u32", "u64",
    ];
    BUILTIN.contains(&name)
}

/// Removes the links of documentation that are relative to the module of the trait.
fn without_links(text: &str) -> String {
    let mut text = text.to_owned();
    while let Some(at) = text.find("](super::") {
        let end = text[at..].find(')').map_or(text.len(), |end| at + end + 1);
        text.replace_range(at..end, "");
        if let Some(start) = text[..at].rfind('[') {
            text.remove(start);
        }
    }
    text
}

/// The documentation in WIT, without the location that we add.
fn docs(attributes: &mut Vec<Attribute>) {
    let text = |attribute: &Attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(literal) => match &literal.lit {
                Lit::Str(text) => Some(text.value()),
                _ => None,
            },
            _ => None,
        },
        _ => None,
    };
    attributes
        .retain(|attribute| text(attribute).is_some_and(|text| !text.starts_with(" Defined in `")));
    while attributes.last().and_then(text).is_some_and(|text| text.trim().is_empty()) {
        attributes.pop();
    }
}

#[cfg(test)]
mod tests {
    use crate::request::Request;

    #[test]
    fn each_export_is_implemented_with_types_that_are_named_from_the_root() {
        let request = Request::of_inline(
            "package shop:orders@1.2.0;
            interface stock { record item { name: string } }
            interface orders {
                use stock.{item};
                enum fault { gone }
                resource receipt { constructor(lines: list<string>); join: static func(a: receipt, b: borrow<receipt>); }
                /// Places an order.
                ///
                /// Twice.
                place: async func(items: list<item>, by: option<tuple<u8, fault>>) -> result<receipt, fault>;
            }
            world backend {
                export orders;
                export run: func(it: string);
                export other: interface { resource receipt; }
            }",
        );
        let bindings = crate::expand(&request);
        let skeleton = super::skeleton(&bindings.code, "crate::wit", "export").expect("exports");
        assert_eq!(
            skeleton,
            "use crate::wit::shop::orders::backend;
use crate::wit::shop::orders::backend::exports::shop::orders::orders;
use crate::wit::shop::orders::backend::exports::other;

struct Component;

impl backend::Guest for Component {
    fn run(it: String) {
        todo!()
    }
}

impl orders::Guest for Component {
    type Receipt = Receipt;
    // Places an order.
    //
    // Twice.
    async fn place(
        items: Vec<orders::Item>,
        by: Option<(u8, orders::Fault)>,
    ) -> Result<orders::Receipt, orders::Fault> {
        todo!()
    }
}

struct Receipt;

impl orders::GuestReceipt for Receipt {
    fn new(lines: Vec<String>) -> Self {
        todo!()
    }
    fn join(a: orders::Receipt, b: orders::ReceiptBorrow<'_>) {
        todo!()
    }
}

impl other::Guest for Component {
    type Receipt = OtherReceipt;
}

struct OtherReceipt;

impl other::GuestReceipt for OtherReceipt {}

backend::export!(Component with_types_in backend);
"
        );
    }

    #[test]
    fn comments_have_no_relative_links() {
        for (text, expected) in [
            (" Sends [`a`](super::super::b::a) and [`c`](super::c).", " Sends `a` and `c`."),
            (" See [x](https://example.com), [1].", " See [x](https://example.com), [1]."),
            (" a](super::b", " a"),
        ] {
            assert_eq!(super::without_links(text), expected);
        }
    }

    #[test]
    fn a_world_without_exports_has_no_skeleton() {
        let request = Request::of_inline("package a:b; world w { import f: func(); }");
        assert_eq!(super::skeleton(&crate::expand(&request).code, "crate", "export"), None);
    }
}
