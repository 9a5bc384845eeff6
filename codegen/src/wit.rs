//! The crates that read and print WIT: those of wit-bindgen if they are enabled, else those of Wasmtime.

use frontend::package_name::PackageName;

#[cfg(feature = "wit")]
pub(crate) use ::wit_component;
#[cfg(feature = "wit")]
pub(crate) use ::wit_parser;
#[cfg(all(not(feature = "wit"), feature = "wasmtime-wit"))]
pub(crate) use wasmtime_wit_component as wit_component;
#[cfg(all(not(feature = "wit"), feature = "wasmtime-wit"))]
pub(crate) use wasmtime_wit_parser as wit_parser;

// rustc reports no missing names from a module in which a macro failed.
#[cfg(not(any(feature = "wit", feature = "wasmtime-wit")))]
pub(crate) mod wit_parser {
    compile_error!("one of the features `guest`, `host` with `wit`, and `wasmtime-wit` is needed");
}

/// Returns the name of a package as the other stages have it.
pub(crate) fn package_name(name: &wit_parser::PackageName) -> PackageName {
    PackageName {
        namespace: name.namespace.clone(),
        name: name.name.clone(),
        version: name.version.clone(),
    }
}

/// `true` for the gates of an item that is `@unstable`.
pub(crate) fn is_unstable(stability: &wit_parser::Stability) -> bool {
    matches!(stability, wit_parser::Stability::Unstable { .. })
}

/// Encodes a world as in the `component-type` section of a component.
///
/// # Errors
///
/// The message of the encoder.
#[cfg(any(feature = "wit", feature = "wasmtime-wit"))]
pub(crate) fn component_type(
    resolve: &wit_parser::Resolve,
    world: wit_parser::WorldId,
) -> Result<Vec<u8>, String> {
    let encoding = wit_component::StringEncoding::UTF8;
    #[cfg(feature = "wit")]
    let encoded = wit_component::metadata::encode(resolve, world, encoding, None, false);
    #[cfg(not(feature = "wit"))]
    let encoded = wit_component::metadata::encode(resolve, world, encoding, None);
    encoded.map_err(|error| format!("{error:#}"))
}

/// Encodes a package as a `.wasm` file.
#[cfg(test)]
pub(crate) fn package(resolve: &wit_parser::Resolve, id: wit_parser::PackageId) -> Vec<u8> {
    #[cfg(feature = "wit")]
    let encoded = wit_component::encode(resolve, id, false);
    #[cfg(not(feature = "wit"))]
    let encoded = wit_component::encode(resolve, id);
    encoded.expect("the package is valid")
}
