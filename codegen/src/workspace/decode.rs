//! Decodes `.wasm` files into the packages that they hold: the encoded one, and the parts of others that it uses.

use crate::wit_parser::decoding::{self, DecodedWasm};
use crate::wit_parser::{PackageId, PackageName, Resolve};

use crate::catch_panic::catch_panic;
use frontend::diagnostic::{Diagnostic, FileError, Location};
use frontend::sources::{Binary, Sources};
use frontend::syntax;

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

/// The first bytes of WebAssembly.
const MAGIC: &[u8] = b"\0asm";
/// The first bytes of a core module.
const CORE_MODULE: &[u8] = b"\0asm\x01\0\0\0";

fn decode(binary: &Binary) -> Result<(Resolve, PackageId), Box<Diagnostic>> {
    let path = || binary.path.clone();
    let error = |error: FileError, help: &str| {
        Box::new(Diagnostic::new(error, Location::Path(path())).with_help(help))
    };
    if !binary.bytes.starts_with(MAGIC) {
        let (format, help) = other_format(&binary.bytes);
        return Err(error(FileError::NotWebAssembly { path: path(), format }, help));
    }
    if binary.bytes.starts_with(CORE_MODULE) {
        let help = "fetch the package with `wkg wit fetch -t wasm`";
        return Err(error(FileError::CoreModule { path: path() }, help));
    }
    let task = format!("decoding `{}`", binary.path);
    let decoded = catch_panic(&task, Location::Path(path()), || decoding::decode(&binary.bytes))?;
    let decoded = decoded.map_err(|cause| {
        let reason = format!("{cause:#}").split_whitespace().collect::<Vec<_>>().join(" ");
        error(FileError::NotWasm { path: path(), reason }, FETCH_AGAIN)
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

const FETCH_AGAIN: &str = "fetch the package again with `wkg wit fetch -t wasm`";
const ENCODE_TEXT: &str = "encode it: `wasm-tools parse package.wat -o package.wasm`";

/// The formats of files that are not WebAssembly: their first bytes after white space, their names, and a help.
const FORMATS: [(&[u8], &str, &str); 8] = [
    (b"<!doctype", "an HTML page", "download the file itself: on GitHub, use its `Raw` button"),
    (b"<html", "an HTML page", "download the file itself: on GitHub, use its `Raw` button"),
    (b"<?xml", "an XML document", FETCH_AGAIN),
    (b"{", "a JSON document", FETCH_AGAIN),
    (b"version https://git-lfs", "a Git LFS pointer", "run `git lfs pull` to get the file itself"),
    (b"(component", "WebAssembly text", ENCODE_TEXT),
    (b"(module", "a core module in WebAssembly text", FETCH_AGAIN),
    (b"\x1f\x8b", "a gzip archive", "extract it, and put the `.wasm` file here"),
];

/// Returns the format of a file that is not WebAssembly, and a help.
fn other_format(bytes: &[u8]) -> (&'static str, &'static str) {
    let start = bytes.trim_ascii_start();
    let starts_with =
        |mark: &[u8]| start.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    if let Some((_, format, help)) = FORMATS.iter().find(|(mark, ..)| starts_with(mark)) {
        return (format, help);
    }
    match std::str::from_utf8(bytes) {
        _ if start.is_empty() => ("an empty file", FETCH_AGAIN),
        Ok(text) if syntax::is_wit(text) => {
            ("WIT source", "rename the file so that it ends in `.wit`")
        }
        _ => ("a file in an unknown format", FETCH_AGAIN),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_formats_are_recognized_by_their_content() {
        for (bytes, format) in [
            (&b"\n<!DOCTYPE html>\n"[..], "an HTML page"),
            (b"<html lang=\"en\">", "an HTML page"),
            (b"<?xml version=\"1.0\"?>", "an XML document"),
            (b"{\"message\": \"Not Found\"}", "a JSON document"),
            (b"version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer"),
            (b"(component)", "WebAssembly text"),
            (b"(module)", "a core module in WebAssembly text"),
            (b"\x1f\x8b\x08\0", "a gzip archive"),
            (b"package a:b;\n\ninterface i {}\n", "WIT source"),
            (b"// comment\nworld w {}\n", "WIT source"),
            (b"", "an empty file"),
            (b"\n", "an empty file"),
            (b"something else", "a file in an unknown format"),
            (b"\xff\xfe\0", "a file in an unknown format"),
        ] {
            assert_eq!(other_format(bytes).0, format, "{}", bytes.escape_ascii());
        }
    }
}
