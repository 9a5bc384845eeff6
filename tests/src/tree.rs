//! From generated code to a picture of its modules, and of what each of them offers.

use proc_macro2::{TokenStream, TokenTree};
use syn::{Attribute, Item, ItemMod, Type, UseTree, Visibility};

const WIDTH: usize = 100;

/// Draws the public modules of this code as a tree, each with the names of what is defined in it.
///
/// # Errors
///
/// When the code is not Rust.
pub fn draw(code: TokenStream) -> syn::Result<Vec<String>> {
    let file: syn::File = syn::parse2(code)?;
    let mut lines = Vec::new();
    branches(&file.items, "", &mut lines);
    Ok(lines)
}

fn branches(items: &[Item], indent: &str, lines: &mut Vec<String>) {
    let modules: Vec<_> = items.iter().filter_map(module).collect();
    for (at, module) in modules.iter().enumerate() {
        let last = at + 1 == modules.len();
        let (branch, below) = if last { ("└─ ", "   ") } else { ("├─ ", "│  ") };
        let (path, inside) = straight(module);
        lines.push(format!("{indent}{branch}{path}"));
        let indent = format!("{indent}{below}");
        let room = WIDTH.saturating_sub(indent.chars().count());
        for names in wrapped(inside.iter().filter_map(name), room) {
            lines.push(format!("{indent}   {names}"));
        }
        branches(inside, &indent, lines);
    }
}

/// The path from a module down to where there is more than one other module, and what is in it.
fn straight(module: &ItemMod) -> (String, &[Item]) {
    let inside = module.content.as_ref().map_or(&[][..], |(_, items)| items);
    let below: Vec<_> = inside.iter().filter_map(self::module).collect();
    match below[..] {
        [only] if !inside.iter().any(|item| name(item).is_some()) => {
            let (path, inside) = straight(only);
            (format!("{}::{path}", module.ident), inside)
        }
        _ => (module.ident.to_string(), inside),
    }
}

/// The names in lines that are no longer than there is room.
fn wrapped(names: impl Iterator<Item = String>, room: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for name in names {
        match lines.last_mut() {
            Some(line) if line.len() + name.len() + 3 <= room => {
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

/// A public module that is there to be seen.
fn module(item: &Item) -> Option<&ItemMod> {
    match item {
        Item::Mod(module) if shown(&module.vis, &module.attrs) => Some(module),
        _ => None,
    }
}

/// The name of what an item defines, if it is there to be seen.
fn name(item: &Item) -> Option<String> {
    let (visibility, attributes, name) = match item {
        Item::Struct(item) => (&item.vis, &item.attrs, item.ident.to_string()),
        Item::Enum(item) => (&item.vis, &item.attrs, item.ident.to_string()),
        Item::Type(item) if !elsewhere(&item.ty) => {
            (&item.vis, &item.attrs, item.ident.to_string())
        }
        Item::Trait(item) => (&item.vis, &item.attrs, format!("trait {}", item.ident)),
        Item::Fn(item) => (&item.vis, &item.attrs, format!("{}()", item.sig.ident)),
        Item::Use(item) => (&item.vis, &item.attrs, exported_macro(&item.tree)?),
        Item::Macro(item) => return flags(item.mac.tokens.clone()),
        _ => return None,
    };
    shown(visibility, attributes).then_some(name)
}

/// Whether this is only another name for a type of another module.
fn elsewhere(aliased: &Type) -> bool {
    match aliased {
        Type::Path(path) => {
            path.path.segments.first().is_some_and(|segment| segment.ident == "super")
        }
        _ => false,
    }
}

/// `export!`, if this is the `use` that makes it a path.
fn exported_macro(tree: &UseTree) -> Option<String> {
    match tree {
        UseTree::Path(path) => exported_macro(&path.tree),
        UseTree::Rename(rename) if rename.rename == "export" => Some("export!".to_owned()),
        _ => None,
    }
}

/// The name of a type that a macro such as `bitflags!` makes: it comes after the word `struct`.
fn flags(tokens: TokenStream) -> Option<String> {
    let mut tokens = tokens.into_iter();
    tokens.find(|token| matches!(token, TokenTree::Ident(word) if word == "struct"))?;
    tokens.next().map(|name| name.to_string())
}

fn shown(visibility: &Visibility, attributes: &[Attribute]) -> bool {
    let hidden = |attribute: &Attribute| {
        attribute.path().is_ident("doc")
            && attribute.parse_args::<syn::Ident>().is_ok_and(|word| word == "hidden")
    };
    !matches!(visibility, Visibility::Inherited) && !attributes.iter().any(hidden)
}
