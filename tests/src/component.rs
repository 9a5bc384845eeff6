//! From a core module to a component, and from a component to the names of what it imports and exports.

use anyhow::{Context as _, Result, bail};
use wit_component::{ComponentEncoder, DecodedWasm};
use wit_parser::{Resolve, WorldItem, WorldKey};

/// A component, and what it says about itself.
#[derive(Clone, Debug)]
pub struct Component {
    bytes: Vec<u8>,
    /// What it imports: interfaces by their full names, such as `airssys:core-host/host-services@1.0.0`,
    /// and functions and types by their own. Sorted.
    pub imports: Vec<String>,
    /// What it exports, named like the imports. Sorted.
    pub exports: Vec<String>,
    /// Every function that it imports, after the name of its interface and `#` if it is in one. Sorted.
    pub functions: Vec<String>,
}

impl Component {
    /// Makes a component of the module that a guest crate compiles to.
    ///
    /// # Errors
    ///
    /// When the module's imports and exports are not what its `component-type` sections say.
    pub fn from_module(module: &[u8]) -> Result<Self> {
        if is_component(module) {
            return Self::from_bytes(module.to_owned());
        }
        let mut encoder = ComponentEncoder::default();
        let encoder = encoder.validate(true).module(module)?;
        Self::from_bytes(encoder.encode().context("making a component of the module")?)
    }

    /// Reads a component.
    ///
    /// # Errors
    ///
    /// When the bytes are no component.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self> {
        let DecodedWasm::Component(resolve, world) = wit_component::decode(&bytes)? else {
            bail!("this is a WIT package, not a component");
        };
        let world = &resolve.worlds[world];
        // What the standard library of a WASI target needs is not the guest's doing.
        let imports: Vec<_> = world
            .imports
            .iter()
            .map(|(key, item)| (resolve.name_world_key(key), item))
            .filter(|(name, _)| !name.starts_with("wasi:"))
            .collect();
        let functions = imports.iter().flat_map(|(name, item)| functions(&resolve, name, item));
        let functions = sorted(functions.collect());
        let imports = sorted(imports.into_iter().map(|(name, _)| name).collect());
        let name = |key: &WorldKey| resolve.name_world_key(key);
        let exports = sorted(world.exports.keys().map(name).collect());
        Ok(Self { bytes, imports, exports, functions })
    }

    /// The component in its binary form.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// Whether this WebAssembly is a component already, as some targets make it.
fn is_component(wasm: &[u8]) -> bool {
    wasm.get(4..8) == Some(&[0x0d, 0, 1, 0])
}

fn functions(resolve: &Resolve, name: &str, item: &WorldItem) -> Vec<String> {
    match item {
        WorldItem::Interface { id, .. } => {
            let functions = resolve.interfaces[*id].functions.keys();
            functions.map(|function| format!("{name}#{function}")).collect()
        }
        WorldItem::Function(_) => vec![name.to_owned()],
        WorldItem::Type { .. } => Vec::new(),
    }
}

fn sorted(mut names: Vec<String>) -> Vec<String> {
    names.sort();
    names
}
