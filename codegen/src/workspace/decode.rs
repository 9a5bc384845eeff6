//! Decodes `.wasm` files into the packages that they hold: the encoded one, and the parts of others that it uses.
//!
//! A component holds a package with its world, which is named after the file.

mod component;
mod format;

use crate::wit::wit_component::metadata;
use crate::wit_parser::decoding::{self, DecodedWasm};
use crate::wit_parser::{PackageId, PackageName, Resolve};

use crate::catch_panic::catch_panic;
use crate::request::Side;
use frontend::diagnostic::{Diagnostic, FileError, Location};
use frontend::sources::{Binary, Sources};

/// The packages of one `.wasm` file.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The index of the file.
    pub(super) binary: usize,
    /// All packages.
    pub(super) resolve: Resolve,
    /// The package that was encoded, which is complete.
    pub(super) main: PackageId,
    /// `true` if the file is a component or a core module, and `main` only has its world.
    pub(super) component: bool,
}

impl Decoded {
    /// Returns the names of all packages, the main one first.
    pub(super) fn names(&self) -> impl Iterator<Item = &PackageName> {
        let others = self.resolve.packages.iter().map(|(id, _)| id).filter(|id| *id != self.main);
        std::iter::once(self.main).chain(others).map(|id| &self.resolve.packages[id].name)
    }

    /// `true` if the file holds a package or a part of it.
    pub(super) fn holds(&self, name: &PackageName) -> bool {
        self.resolve.package_names.contains_key(name)
    }

    /// Returns the name of the package that was encoded.
    pub(super) fn main_name(&self) -> &PackageName {
        &self.resolve.packages[self.main].name
    }
}

/// Decodes all `.wasm` files. The world of a component imports what a guest can call, and for a host it is as it is.
pub(super) fn packages(side: Side, sources: &Sources) -> (Vec<Decoded>, Vec<Diagnostic>) {
    let (mut decoded, mut diagnostics) = (Vec::new(), Vec::new());
    for (index, binary) in sources.binaries.iter().enumerate() {
        match decode(side, index, binary) {
            Ok(file) => decoded.push(file),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    (decoded, diagnostics)
}

/// The first bytes of a core module.
const CORE_MODULE: &[u8] = b"\0asm\x01\0\0\0";

fn decode(side: Side, index: usize, binary: &Binary) -> Result<Decoded, Box<Diagnostic>> {
    let path = || binary.path.clone();
    let error = |error: FileError, help: &str| {
        Box::new(Diagnostic::new(error, Location::Path(path())).with_help(help))
    };
    // The decoders' messages are about bytes, not about what to do.
    let damaged = || {
        let reason = format::damage(&binary.bytes);
        error(FileError::NotWasm { path: path(), reason }, format::REPLACE_DAMAGED)
    };
    if let Some((format, help)) = format::other(&binary.bytes) {
        return Err(error(FileError::NotWebAssembly { path: path(), format }, help));
    }
    let task = format!("decoding `{}`", binary.path);
    catch_panic(&task, Location::Path(path()), || {
        let (resolve, world) = if binary.bytes.starts_with(CORE_MODULE) {
            let (sections, module) = metadata::decode(&binary.bytes).map_err(|_| damaged())?;
            if sections.is_none() {
                let help = "replace it with a WIT package, a component, or a core module that has its custom sections";
                return Err(error(FileError::CoreModule { path: path() }, help));
            }
            (module.resolve, module.world)
        } else {
            match decoding::decode(&binary.bytes).map_err(|_| damaged())? {
                DecodedWasm::WitPackage(resolve, main) => {
                    return Ok(Decoded { binary: index, resolve, main, component: false });
                }
                DecodedWasm::Component(resolve, world) => (resolve, world),
            }
        };
        let (resolve, main) =
            component::package(side, &binary.path, resolve, world).map_err(|reason| {
                error(FileError::Component { path: path(), reason }, component::HELP)
            })?;
        Ok(Decoded { binary: index, resolve, main, component: true })
    })?
}
