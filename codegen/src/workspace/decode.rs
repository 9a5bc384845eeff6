//! Decodes `.wasm` files into the packages that they hold: the encoded one, and the parts of others that it uses.

mod format;

use crate::wit_parser::decoding::{self, DecodedWasm};
use crate::wit_parser::{PackageId, PackageName, Resolve};

use crate::catch_panic::catch_panic;
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

/// Decodes all `.wasm` files.
pub(super) fn packages(sources: &Sources) -> (Vec<Decoded>, Vec<Diagnostic>) {
    let (mut decoded, mut diagnostics) = (Vec::new(), Vec::new());
    for (index, binary) in sources.binaries.iter().enumerate() {
        match decode(binary) {
            Ok((resolve, main)) => decoded.push(Decoded { binary: index, resolve, main }),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    (decoded, diagnostics)
}

/// The first bytes of a core module.
const CORE_MODULE: &[u8] = b"\0asm\x01\0\0\0";

fn decode(binary: &Binary) -> Result<(Resolve, PackageId), Box<Diagnostic>> {
    let path = || binary.path.clone();
    let error = |error: FileError, help: &str| {
        Box::new(Diagnostic::new(error, Location::Path(path())).with_help(help))
    };
    if let Some((format, help)) = format::other(&binary.bytes) {
        return Err(error(FileError::NotWebAssembly { path: path(), format }, help));
    }
    if binary.bytes.starts_with(CORE_MODULE) {
        let help = "fetch the package with `wkg wit fetch -t wasm`";
        return Err(error(FileError::CoreModule { path: path() }, help));
    }
    let task = format!("decoding `{}`", binary.path);
    let decoded = catch_panic(&task, Location::Path(path()), || decoding::decode(&binary.bytes))?;
    // The decoder's message is about bytes, not about what to do.
    let decoded = decoded.map_err(|_| {
        let reason = format::damage(&binary.bytes);
        error(FileError::NotWasm { path: path(), reason }, format::FETCH_AGAIN)
    })?;
    match decoded {
        DecodedWasm::WitPackage(resolve, main) => Ok((resolve, main)),
        DecodedWasm::Component(..) => {
            let help =
                "encode its WIT: `wasm-tools component wit --wasm component.wasm -o package.wasm`";
            Err(error(FileError::Component { path: path() }, help))
        }
    }
}
