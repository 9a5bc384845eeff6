//! From `.wasm` files to the packages that they hold: the one that was encoded, and as much of others as it uses.

use crate::wit_parser::decoding::{self, DecodedWasm};
use crate::wit_parser::{PackageId, PackageName, Resolve};

use super::guarded;
use frontend::diagnostic::{Diagnostic, FileError, Location};
use frontend::sources::{Binary, Sources};

/// What one `.wasm` file holds.
#[derive(Debug)]
pub(super) struct Decoded {
    /// The index of the file.
    pub(super) binary: usize,
    /// All of its packages.
    pub(super) resolve: Resolve,
    /// The one that was encoded, which is there as a whole.
    pub(super) main: PackageId,
}

impl Decoded {
    /// The names of all packages, the main one first.
    pub(super) fn names(&self) -> impl Iterator<Item = &PackageName> {
        let others = self.resolve.packages.iter().map(|(id, _)| id).filter(|id| *id != self.main);
        std::iter::once(self.main).chain(others).map(|id| &self.resolve.packages[id].name)
    }

    /// Whether it holds a package, whole or in part.
    pub(super) fn holds(&self, name: &PackageName) -> bool {
        self.resolve.package_names.contains_key(name)
    }

    /// The name of the package that was encoded.
    pub(super) fn main_name(&self) -> &PackageName {
        &self.resolve.packages[self.main].name
    }
}

/// Decodes all files.
pub(super) fn decode(sources: &Sources) -> (Vec<Decoded>, Vec<Diagnostic>) {
    let (mut decoded, mut diagnostics) = (Vec::new(), Vec::new());
    for (index, binary) in sources.binaries.iter().enumerate() {
        match one(binary) {
            Ok((resolve, main)) => decoded.push(Decoded { binary: index, resolve, main }),
            Err(diagnostic) => diagnostics.push(*diagnostic),
        }
    }
    (decoded, diagnostics)
}

/// How a core module starts.
const CORE_MODULE: &[u8] = b"\0asm\x01\0\0\0";

fn one(binary: &Binary) -> Result<(Resolve, PackageId), Box<Diagnostic>> {
    let path = || binary.path.clone();
    let refused = |fault: FileError, help: &str| {
        Box::new(Diagnostic::new(fault, Location::Path(path())).with_help(help))
    };
    if binary.bytes.starts_with(CORE_MODULE) {
        let help = "fetch the package with `wkg wit fetch -t wasm`";
        return Err(refused(FileError::CoreModule { path: path() }, help));
    }
    let doing = format!("decoding `{}`", binary.path);
    let decoded = guarded(&doing, Location::Path(path()), || decoding::decode(&binary.bytes))?;
    let decoded = decoded.map_err(|error| {
        let reason = format!("{error:#}").split_whitespace().collect::<Vec<_>>().join(" ");
        let help = "fetch the package anew with `wkg wit fetch -t wasm`";
        refused(FileError::NotWasm { path: path(), reason }, help)
    })?;
    match decoded {
        DecodedWasm::WitPackage(resolve, main) => Ok((resolve, main)),
        DecodedWasm::Component(..) => {
            let help =
                "encode its WIT: `wasm-tools component wit --wasm component.wasm -o package.wasm`";
            Err(refused(FileError::Component { path: path() }, help))
        }
    }
}
