//! What reads and prints WIT: of wit-bindgen's and Wasmtime's version the one that is there, which compiles the least.

#[cfg(all(any(feature = "host", test), feature = "wit"))]
pub(crate) use ::wit_component;
#[cfg(feature = "wit")]
pub(crate) use ::wit_parser;
#[cfg(all(not(feature = "wit"), feature = "wasmtime-wit"))]
pub(crate) use wasmtime_wit_component as wit_component;
#[cfg(all(not(feature = "wit"), feature = "wasmtime-wit"))]
pub(crate) use wasmtime_wit_parser as wit_parser;

// rustc says nothing more of names that are missing from a module in which a macro failed.
#[cfg(not(any(feature = "wit", feature = "wasmtime-wit")))]
pub(crate) mod wit_parser {
    compile_error!("one of the features `guest`, `host` with `wit`, and `wasmtime-wit` is needed");
}

/// A world as the `component-type` section of a component encodes it.
///
/// # Errors
///
/// Those of the encoder, in its words.
#[cfg(feature = "host")]
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

/// A package as a `.wasm` file that encodes it.
#[cfg(test)]
pub(crate) fn package(resolve: &wit_parser::Resolve, id: wit_parser::PackageId) -> Vec<u8> {
    #[cfg(feature = "wit")]
    let encoded = wit_component::encode(resolve, id, false);
    #[cfg(not(feature = "wit"))]
    let encoded = wit_component::encode(resolve, id);
    encoded.expect("it can be encoded")
}
