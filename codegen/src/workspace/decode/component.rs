//! Builds a package from the world of a component: in come the decoded types, out comes a package that holds the world
//! under the name of the file, and the parts of other packages that the world uses.

use std::path::Path;

use heck::ToKebabCase as _;

use crate::request::Side;
use crate::wit;
use crate::wit_parser::{
    PackageId, PackageMetadata, PackageName, Resolve, World, WorldId, decoding,
};

/// The namespace of the packages of components, which have no name of their own.
const NAMESPACE: &str = "component";

pub(super) const HELP: &str = "remove the file, or replace it with a component that can be bound";

/// Returns the package with the world of a component. For a guest, the world imports what the component exports.
///
/// # Errors
///
/// The reason why there is nothing to bind.
pub(super) fn package(
    side: Side,
    path: &str,
    mut resolve: Resolve,
    world: WorldId,
) -> Result<(Resolve, PackageId), &'static str> {
    let World { imports, exports, .. } = &resolve.worlds[world];
    match side {
        Side::Guest if exports.is_empty() => {
            return Err("it exports nothing that a guest can import");
        }
        Side::Host if imports.is_empty() && exports.is_empty() => {
            return Err("it has no imports and no exports");
        }
        Side::Guest | Side::Host => {}
    }
    let name = name(path);
    let docs = match side {
        Side::Guest => {
            let conflict = "it exports a function under the name of a type that it imports";
            resolve.importize(world, Some(name.clone())).map_err(|_| conflict)?;
            format!("What the component `{path}` exports.")
        }
        Side::Host => format!("The component `{path}`."),
    };
    let main = rename(&mut resolve, world, &name);
    resolve.worlds[world].docs.contents.get_or_insert(docs);
    isolate(&resolve, world, main).map_err(|_| "its world cannot be written in WIT")
}

/// Names a world and its package after the file, and returns the package.
fn rename(resolve: &mut Resolve, world: WorldId, name: &str) -> PackageId {
    let main = resolve.worlds[world].package.expect("a decoded world is in a package");
    let old = std::mem::replace(&mut resolve.worlds[world].name, name.to_owned());
    let package = &mut resolve.packages[main];
    package.worlds.shift_remove(&old);
    package.worlds.insert(name.to_owned(), world);
    let new = PackageName { namespace: NAMESPACE.to_owned(), name: name.to_owned(), version: None };
    let old = std::mem::replace(&mut package.name, new.clone());
    resolve.package_names.shift_remove(&old);
    resolve.package_names.insert(new, main);
    main
}

/// Returns a `Resolve` with only what a world uses. A component lists more than a guest imports from it, and a core
/// module holds a world for each of its `component-type` sections.
fn isolate(
    resolve: &Resolve,
    world: WorldId,
    main: PackageId,
) -> Result<(Resolve, PackageId), String> {
    let docs = PackageMetadata::extract(resolve, main);
    let encoded = wit::component_type(resolve, world)?;
    let message = |error| format!("{error:#}");
    let (mut isolated, world) = decoding::decode_world(&encoded).map_err(message)?;
    let main = isolated.worlds[world].package.expect("a decoded world is in a package");
    docs.inject(&mut isolated, main).map_err(message)?;
    Ok((isolated, main))
}

/// Returns the name of a file in WIT: `shop_plugin.wasm` is `shop-plugin`. A word of WIT starts with a letter, so that a
/// number belongs to the word before it.
fn name(path: &str) -> String {
    let stem = Path::new(path).file_stem().unwrap_or_default().to_string_lossy();
    let ascii = stem.replace(|character: char| !character.is_ascii_alphanumeric(), "-");
    let mut name = String::new();
    for word in ascii.to_kebab_case().split('-').filter(|word| !word.is_empty()) {
        match (word.starts_with(|first: char| first.is_ascii_digit()), name.is_empty()) {
            (true, true) => name.push_str(NAMESPACE),
            (false, false) => name.push('-'),
            (true, false) | (false, true) => {}
        }
        name.push_str(word);
    }
    if name.is_empty() { NAMESPACE.to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_world_is_named_after_its_file() {
        for (path, name) in [
            ("plugin.wasm", "plugin"),
            ("../target/wasm32-wasip2/debug/shop_plugin.wasm", "shop-plugin"),
            ("deps/ShopPlugin.wasm", "shop-plugin"),
            ("deps/shop-plugin-1.2.0.wasm", "shop-plugin120"),
            ("deps/2.wasm", "component2"),
            ("deps/\u{e9}t\u{e9} 2.wasm", "t2"),
            ("deps/\u{e9}.wasm", "component"),
        ] {
            assert_eq!(super::name(path), name, "{path}");
        }
    }
}
