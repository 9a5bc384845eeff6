//! Draws the modules of generated code, with the items that each of them defines.

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Item, ItemMod, Type, UseTree, Visibility};

const WIDTH: usize = 100;

/// Draws the public modules of Rust code as a tree, with the names of the items of each module.
///
/// # Errors
///
/// When the code does not parse.
pub fn draw(code: TokenStream) -> syn::Result<Vec<String>> {
    let file: syn::File = syn::parse2(code)?;
    let mut lines = Vec::new();
    draw_modules(&file.items, "", &mut lines);
    Ok(lines)
}

fn draw_modules(items: &[Item], indent: &str, lines: &mut Vec<String>) {
    let modules: Vec<_> = items.iter().filter_map(module).collect();
    for (at, module) in modules.iter().enumerate() {
        let last = at + 1 == modules.len();
        let (branch, below) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let (path, inside) = collapse(module);
        lines.push(format!("{indent}{branch}{path}"));
        let indent = format!("{indent}{below}");
        let width = WIDTH.saturating_sub(indent.chars().count());
        for names in wrap(inside.iter().filter_map(name), width) {
            lines.push(format!("{indent}   {names}"));
        }
        draw_modules(inside, &indent, lines);
    }
}

/// Follows modules that contain nothing but one other module. Returns the path to the last, and its items.
fn collapse(module: &ItemMod) -> (String, &[Item]) {
    let inside = module.content.as_ref().map_or(&[][..], |(_, items)| items);
    let below: Vec<_> = inside.iter().filter_map(self::module).collect();
    match below[..] {
        [only] if !inside.iter().any(|item| name(item).is_some()) => {
            let (path, inside) = collapse(only);
            (format!("{}::{path}", module.ident), inside)
        }
        _ => (module.ident.to_string(), inside),
    }
}

/// Joins names with commas, in lines of at most `width` characters.
fn wrap(names: impl Iterator<Item = String>, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for name in names {
        match lines.last_mut() {
            Some(line) if line.len() + name.len() + 3 <= width => {
                line.push_str(", ");
                line.push_str(&name);
            }
            Some(line) => {
                line.push(',');
                lines.push(name);
            }
            None => lines.push(name),
        }
    }
    lines
}

/// Returns the item if it is a visible module.
fn module(item: &Item) -> Option<&ItemMod> {
    match item {
        Item::Mod(module) if is_visible(&module.vis, &module.attrs) => Some(module),
        _ => None,
    }
}

/// Returns the name that an item defines, if the item is visible.
fn name(item: &Item) -> Option<String> {
    let (visibility, attributes, name) = match item {
        Item::Struct(item) => (&item.vis, &item.attrs, item.ident.to_string()),
        Item::Enum(item) => (&item.vis, &item.attrs, item.ident.to_string()),
        Item::Type(item) if !is_alias(&item.ty) => (&item.vis, &item.attrs, item.ident.to_string()),
        Item::Trait(item) => (&item.vis, &item.attrs, format!("trait {}", item.ident)),
        Item::Fn(item) => (&item.vis, &item.attrs, format!("{}()", item.sig.ident)),
        Item::Use(item) => (&item.vis, &item.attrs, exported_macro(&item.tree)?),
        Item::Macro(item) => return struct_name(item.mac.tokens.clone()),
        _ => return None,
    };
    is_visible(visibility, attributes).then_some(name)
}

/// `true` for a path to a type of another module.
fn is_alias(aliased: &Type) -> bool {
    match aliased {
        Type::Path(path) => {
            path.path.segments.first().is_some_and(|segment| segment.ident == "super")
        }
        _ => false,
    }
}

/// Returns `export!` for the `use` item that gives the macro its path.
fn exported_macro(tree: &UseTree) -> Option<String> {
    match tree {
        UseTree::Path(path) => exported_macro(&path.tree),
        UseTree::Rename(rename) if rename.rename == "export" => Some("export!".to_owned()),
        _ => None,
    }
}

/// Returns the name of the type that a macro such as `bitflags!` defines: it follows the keyword `struct`.
fn struct_name(tokens: TokenStream) -> Option<String> {
    let mut tokens = tokens.into_iter();
    tokens.find(|token| matches!(token, TokenTree::Ident(word) if word == "struct"))?;
    tokens.next().map(|name| name.to_string())
}

/// `true` for a public item without `#[doc(hidden)]`, and without `#[cfg(doc)]`, which exists only for rustdoc.
fn is_visible(visibility: &Visibility, attributes: &[Attribute]) -> bool {
    let hidden = |attribute: &Attribute| {
        let argument = || attribute.parse_args::<syn::Ident>();
        attribute.path().is_ident("doc") && argument().is_ok_and(|word| word == "hidden")
            || attribute.path().is_ident("cfg") && argument().is_ok_and(|word| word == "doc")
    };
    !matches!(visibility, Visibility::Inherited) && !attributes.iter().any(hidden)
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_macro_of_a_world_is_drawn_once_and_hidden_items_are_not() {
        let code = "pub mod shop {
            pub struct Cart;
            #[doc(hidden)]
            pub struct Hidden;
            #[cfg(not(doc))]
            pub use __export_shop as export;
            #[cfg(doc)]
            pub use __export_shop as export;
            struct Private;
        }";
        let lines = super::draw(code.parse().expect("tokens")).expect("the code parses");
        assert_eq!(lines, ["└─ shop", "      Cart, export!"]);
    }
}
