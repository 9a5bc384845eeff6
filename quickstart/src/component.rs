//! Componentizes core modules, and reads the names of the imports and exports of components.

use anyhow::{Context as _, Result, bail};
use wit_component::{ComponentEncoder, DecodedWasm};
use wit_parser::{Resolve, WorldItem, WorldKey};

/// A component with the names of its imports and exports.
#[derive(Clone, Debug)]
pub struct Component {
    bytes: Vec<u8>,
    /// The imports: interfaces by their full names, such as `airssys:core-host/host-services@1.0.0`,
    /// functions and types by their own names. Sorted.
    pub imports: Vec<String>,
    /// The exports, named like the imports. Sorted.
    pub exports: Vec<String>,
    /// The imported functions, as `interface#function`, or `function` for those of the world itself. Sorted.
    pub functions: Vec<String>,
}

impl Component {
    /// Componentizes the module that a guest crate compiles to. A component is only read.
    ///
    /// # Errors
    ///
    /// When the imports and exports of the module do not match its `component-type` sections.
    pub fn from_module(module: &[u8]) -> Result<Self> {
        if is_component(module) {
            return Self::from_bytes(module.to_owned());
        }
        let mut encoder = ComponentEncoder::default();
        let encoder = encoder.validate(true).module(module)?;
        Self::from_bytes(encoder.encode().context("componentizing the module")?)
    }

    /// Reads a component.
    ///
    /// # Errors
    ///
    /// When the bytes are not a component.
    pub fn from_bytes(bytes: Vec<u8>) -> Result<Self> {
        let DecodedWasm::Component(resolve, world) = wit_component::decode(&bytes)? else {
            bail!("this is a WIT package, not a component");
        };
        let world = &resolve.worlds[world];
        // The standard library of a WASI target imports `wasi:` interfaces on its own.
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

    /// Returns the component in its binary form.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        &self.bytes
    }
}

/// `true` for a component, which some targets emit directly, and `false` for a core module.
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
