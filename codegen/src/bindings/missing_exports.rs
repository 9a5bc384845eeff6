//! Describes the traits of a world's exports in the words of WIT, for the error where a type does not implement one.

use std::collections::BTreeMap;

use heck::ToSnakeCase as _;
use proc_macro2::TokenStream;
use quote::{ToTokens as _, quote};

use super::exported_type::{guest_or_error, is_guest};
use super::names::macro_prefix;
use super::{Context, escape, exported_type};
use crate::code::items::{Item, Items, Kind};
use crate::plan::PlannedWorld;
use crate::rust_names::camel;
use crate::signatures::{Signatures, shorten};
use crate::wit_parser::{InterfaceId, Resolve};
use crate::worlds;

/// The most functions that a note lists.
const MAX_FUNCTIONS: usize = 24;

/// What the traits of a module stand for.
struct Exports<'a> {
    resolve: &'a Resolve,
    /// The name of the world.
    world: String,
    /// The exported interfaces and their names, by the name of their macro.
    interfaces: BTreeMap<String, (InterfaceId, String)>,
}

/// Adds to each trait of a world what it stands for, and what to write.
pub(super) fn describe(context: &Context<'_>, planned: &PlannedWorld, items: &mut Items) {
    exported_type::edit(items);
    let resolve = &context.nominal.resolve;
    let prefix = match planned.guest.pub_export_macro {
        true => macro_prefix(&context.request.output.call, planned),
        false => "__export".to_owned(),
    };
    let exports = worlds::interfaces(&resolve.worlds[planned.id].exports);
    let interfaces = exports.map(|(key, id)| {
        let name = resolve.name_world_key(key);
        let snake: String = name
            .to_snake_case()
            .chars()
            .map(|char| if char.is_alphanumeric() { char } else { '_' })
            .collect();
        let macro_name = escape::unmark(format!("{prefix}_{snake}_cabi"));
        (macro_name, (id, escape::without_mark(&name)))
    });
    let world = context.base.worlds[planned.id].name.clone();
    let exports = Exports { resolve, world, interfaces: interfaces.collect() };
    let path = context.plan.items_path(planned);
    exports.describe(
        items,
        path.strip_prefix("self").map_or(path.as_str(), |it| it.trim_start_matches("::")),
    );
}

impl Exports<'_> {
    /// Describes the traits of a module at `path`, and of the modules in it.
    fn describe(&self, items: &mut Items, path: &str) {
        for item in &mut items.0 {
            if let Kind::Module(name) = &item.kind {
                let path = join(path, name);
                item.edit(|items| self.describe(items, &path));
            }
        }
        if !items.0.iter().any(is_guest) {
            return;
        }
        let mut macros = items.0.iter().filter_map(|item| item.name_after("macro_rules"));
        let interface = macros.find_map(|name| self.interfaces.get(&name));
        let mut guest_or_errors = TokenStream::new();
        for item in items.0.iter_mut().filter(|item| item.keyword() == "trait") {
            let name = item.name().unwrap_or_default();
            let attribute =
                on_unimplemented(&self.message(interface, &name), item, &join(path, &name));
            if is_guest(item) {
                guest_or_errors.extend(guest_or_error(&attribute));
            }
            item.put_before(attribute);
        }
        items.0.extend(Items::split(guest_or_errors).0);
    }

    fn message(&self, interface: Option<&(InterfaceId, String)>, name: &str) -> String {
        let world = &self.world;
        let Some((id, interface)) = interface else {
            return format!(
                "`{{Self}}` does not implement the functions that the world `{world}` exports"
            );
        };
        let types = &self.resolve.interfaces[*id].types;
        let resource =
            types.keys().find(|wit| Some(camel(wit).as_str()) == name.strip_prefix("Guest"));
        let resource =
            resource.map(|name| format!("the resource `{}` of ", escape::without_mark(name)));
        let resource = resource.unwrap_or_default();
        format!(
            "`{{Self}}` does not implement {resource}the interface `{interface}`, which the world `{world}` exports"
        )
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}::{name}") }
}

/// The attribute for a trait, whose path is `path`.
fn on_unimplemented(message: &str, item: &Item, path: &str) -> TokenStream {
    let label = format!("missing `impl {path} for {{Self}}`");
    let signatures = Signatures::of(item.to_token_stream()).map(Signatures::without_attributes);
    let note = signatures.map(|mut signatures| {
        signatures.edit_types(shorten);
        let header = format!("impl {path} for Self");
        let implementation = signatures.render(&header, MAX_FUNCTIONS);
        let escaped = implementation.replace('{', "{{").replace('}', "}}");
        let escaped = escaped.replacen("for Self", "for {Self}", 1);
        let note = format!("write the items of the trait:\n{escaped}");
        quote! { , note = #note }
    });
    quote! { #[diagnostic::on_unimplemented(message = #message, label = #label #note)] }
}

#[cfg(test)]
mod tests {
    use proc_macro2::TokenStream;
    use syn::{Attribute, Item, LitStr, Meta};

    use crate::request::Request;

    const WIT: &str = "package shop:orders@1.2.0;
        interface orders {
            record item { name: string }
            resource receipt {
                constructor(lines: list<string>);
                line: func(at: u32) -> option<string>;
                join: static func(a: receipt, b: borrow<receipt>) -> receipt;
            }
            /// Places an order.
            place: async func(items: list<item>) -> result<receipt, string>;
            %type: func(x: tuple<u8, item>);
        }
        world backend {
            export orders;
            export run: func();
            export health: interface { check: func() -> bool; }
        }";

    /// The strings of each `on_unimplemented` of a call.
    fn descriptions(edit: impl FnOnce(&mut Request)) -> Vec<[String; 3]> {
        let mut request = Request::of_inline(WIT);
        edit(&mut request);
        let bindings = crate::expand(&request);
        assert!(bindings.diagnostics.is_empty(), "{:?}", bindings.diagnostics);
        let mut found = Vec::new();
        collect(&syn::parse2::<syn::File>(bindings.code).expect("valid code").items, &mut found);
        found
    }

    fn collect(items: &[Item], found: &mut Vec<[String; 3]>) {
        for item in items {
            match item {
                Item::Mod(module) => {
                    collect(module.content.as_ref().map_or(&[], |it| &it.1), found);
                }
                Item::Trait(item) if !item.ident.to_string().starts_with("__") => {
                    found.extend(item.attrs.iter().filter_map(strings));
                }
                _ => {}
            }
        }
    }

    fn strings(attribute: &Attribute) -> Option<[String; 3]> {
        let Meta::List(list) = &attribute.meta else { return None };
        let is_description = list.path.segments.last()?.ident == "on_unimplemented";
        let literals = list.tokens.clone().into_iter();
        let literals =
            literals.filter_map(|token| syn::parse2::<LitStr>(TokenStream::from(token)).ok());
        let strings: Vec<String> = literals.map(|literal| literal.value()).collect();
        is_description.then(|| strings.try_into().expect("a message, a label and a note"))
    }

    #[test]
    fn each_trait_says_what_it_stands_for_and_what_to_write() {
        let mut found = descriptions(|_| ());
        found.sort();
        let found: Vec<String> = found.into_iter().map(|strings| strings.join("\n")).collect();
        let expected = [
            "`{Self}` does not implement the functions that the world `backend` exports
missing `impl Guest for {Self}`
write the items of the trait:
impl Guest for {Self} {{
    fn run();
}}",
            "`{Self}` does not implement the interface `health`, which the world `backend` exports
missing `impl exports::health::Guest for {Self}`
write the items of the trait:
impl exports::health::Guest for {Self} {{
    fn check() -> bool;
}}",
            "`{Self}` does not implement the interface `shop:orders/orders@1.2.0`, which the world `backend` exports
missing `impl exports::shop::orders::orders::Guest for {Self}`
write the items of the trait:
impl exports::shop::orders::orders::Guest for {Self} {{
    type Receipt: GuestReceipt;
    async fn place(items: Vec<Item>) -> Result<Receipt, String>;
    fn type_(x: (u8, Item));
}}",
            "`{Self}` does not implement the resource `receipt` of the interface `shop:orders/orders@1.2.0`, which the world `backend` exports
missing `impl exports::shop::orders::orders::GuestReceipt for {Self}`
write the items of the trait:
impl exports::shop::orders::orders::GuestReceipt for {Self} {{
    fn new(lines: Vec<String>) -> Self;
    fn line(&self, at: u32) -> Option<String>;
    fn join(a: Receipt, b: ReceiptBorrow<'_>) -> Receipt;
}}",
        ];
        for (found, expected) in found.iter().zip(expected) {
            assert_eq!(found, expected);
        }
        assert_eq!(found.len(), expected.len());
    }

    #[test]
    fn the_path_is_that_of_the_tree_and_macros_for_other_crates_are_found() {
        let found = descriptions(|request| {
            request.guest.pub_export_macro = true;
            request.guest.default_bindings_module = Some("crate::bindings".to_owned());
        });
        let has = |text: &str| {
            found.iter().any(|[message, label, _]| message.contains(text) || label.contains(text))
        };
        assert!(has("the interface `shop:orders/orders@1.2.0`"), "{found:?}");
        assert!(has("`impl crate::bindings::exports::health::Guest for {Self}`"), "{found:?}");
    }
}
