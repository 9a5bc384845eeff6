//! Recognizes what a file is that should be an encoded WIT package but is not, by its bytes: out come its format or its damage,
//! and a help.

use frontend::syntax;

/// The first bytes of WebAssembly.
const MAGIC: &[u8] = b"\0asm";

const FETCH_AGAIN: &str = "fetch the package again with `wkg wit fetch -t wasm`";
pub(super) const REPLACE_DAMAGED: &str =
    "fetch the package again with `wkg wit fetch -t wasm`, or build the component again";
const DOWNLOAD: &str = "download the file itself: on GitHub, use its `Raw` button";
const ENCODE_TEXT: &str = "encode it: `wasm-tools parse package.wat -o package.wasm`";

/// The formats of files that are not WebAssembly: their first bytes after white space, their names, and a help.
const FORMATS: [(&[u8], &str, &str); 22] = [
    (b"<!doctype", "an HTML page", DOWNLOAD),
    (b"<html", "an HTML page", DOWNLOAD),
    (b"<head", "an HTML page", DOWNLOAD),
    (b"<!--", "an HTML page", DOWNLOAD),
    (b"<script", "an HTML page", DOWNLOAD),
    (b"<?xml", "an XML document", FETCH_AGAIN),
    (b"{", "a JSON document", FETCH_AGAIN),
    (b"404", "an error message of a server", DOWNLOAD),
    (b"not found", "an error message of a server", DOWNLOAD),
    (b"version https://git-lfs", "a Git LFS pointer", "run `git lfs pull` to get the file itself"),
    (b"(component", "WebAssembly text", ENCODE_TEXT),
    (b"(module", "a core module in WebAssembly text", FETCH_AGAIN),
    (b"AGFzbQ", "WebAssembly in Base64", "decode it: `base64 -d < package.txt > package.wasm`"),
    (b"\x1f\x8b", "a gzip archive", "extract it with `gunzip`, and put the `.wasm` file here"),
    (b"PK\x03\x04", "a zip archive", "extract it with `unzip`, and put the `.wasm` file here"),
    (b"\xfd7zXZ", "an xz archive", "extract it with `unxz`, and put the `.wasm` file here"),
    (
        b"\x28\xb5\x2f\xfd",
        "a zstd archive",
        "extract it with `unzstd`, and put the `.wasm` file here",
    ),
    (b"BZh", "a bzip2 archive", "extract it with `bunzip2`, and put the `.wasm` file here"),
    (b"\x7fELF", "a native program", FETCH_AGAIN),
    (b"MZ", "a native program", FETCH_AGAIN),
    (b"!<arch>", "a library of object files", FETCH_AGAIN),
    (b"\xef\xbf\xbd", "a binary file that was saved as text", FETCH_AGAIN),
];

/// The position of the name of the format in a tar archive.
const TAR_MAGIC: std::ops::Range<usize> = 257..262;

/// Returns the format of a file that is not WebAssembly, and a help. `None` if its first bytes are those of WebAssembly.
pub(super) fn other(bytes: &[u8]) -> Option<(&'static str, &'static str)> {
    if bytes.starts_with(MAGIC) {
        return None;
    }
    let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let start = text.trim_ascii_start();
    let starts_with =
        |mark: &[u8]| start.get(..mark.len()).is_some_and(|start| start.eq_ignore_ascii_case(mark));
    if start.is_empty() {
        return Some(("an empty file", FETCH_AGAIN));
    }
    if let Some((_, format, help)) = FORMATS.iter().find(|(mark, ..)| starts_with(mark)) {
        return Some((format, help));
    }
    if bytes.get(TAR_MAGIC) == Some(b"ustar") {
        return Some(("a tar archive", "extract it with `tar -xf`, and put the `.wasm` file here"));
    }
    Some(match std::str::from_utf8(text) {
        Ok(text) if syntax::is_wit(text) => {
            ("WIT source", "rename the file so that it ends in `.wit`")
        }
        Ok(text) if is_path(text) => (
            "a symbolic link that Git wrote as text",
            "copy that file here, or enable `core.symlinks` in Git",
        ),
        Ok(text) if !text.contains('\0') => ("a text file", FETCH_AGAIN),
        Ok(_) | Err(_) => ("a file in an unknown format", FETCH_AGAIN),
    })
}

/// `true` if a text is only the path of a `.wasm` file.
fn is_path(text: &str) -> bool {
    text.trim_end().ends_with(".wasm") && !text.trim_end().contains(char::is_whitespace)
}

/// Returns why a file in WebAssembly cannot be decoded.
pub(super) fn damage(bytes: &[u8]) -> &'static str {
    let Some((version, sections)) = bytes[MAGIC.len()..].split_first_chunk::<4>() else {
        return "the file ends after its first bytes, as after an incomplete download";
    };
    match version {
        [0x0d, 0, 1, 0] | [1, 0, 0, 0] => {}
        [.., 1, 0] => return "it is encoded in an older or newer version of the component model",
        _ => return "it is in an unknown version of WebAssembly",
    }
    if bytes.windows(3).any(|window| window == b"\xef\xbf\xbd") {
        return "it was saved as text, which destroyed its bytes";
    }
    if is_truncated(sections) {
        return "the file ends too early, as after an incomplete download";
    }
    "its contents are damaged, or from a newer version of the component model"
}

/// `true` if a section is longer than what is left of the file.
fn is_truncated(mut sections: &[u8]) -> bool {
    while let Some((_, rest)) = sections.split_first() {
        let Some((length, rest)) = leb128(rest) else { return true };
        let Some(rest) = rest.get(length..) else { return true };
        sections = rest;
    }
    false
}

/// Reads the length of a section.
fn leb128(bytes: &[u8]) -> Option<(usize, &[u8])> {
    let (mut value, mut shift) = (0, 0);
    for (index, byte) in bytes.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f) << shift;
        if byte & 0x80 == 0 {
            return Some((value, &bytes[index + 1..]));
        }
        shift += 7;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_formats_are_recognized_by_their_content() {
        let mut tar = vec![b'a'; 512];
        tar[TAR_MAGIC].copy_from_slice(b"ustar");
        for (bytes, format) in [
            (&b"\n<!DOCTYPE html>\n"[..], "an HTML page"),
            (b"<html lang=\"en\">", "an HTML page"),
            (b"\xef\xbb\xbf<HTML>", "an HTML page"),
            (b"<!-- page --><html>", "an HTML page"),
            (b"<?xml version=\"1.0\"?>", "an XML document"),
            (b"{\"message\": \"Not Found\"}", "a JSON document"),
            (b"404: Not Found", "an error message of a server"),
            (b"Not Found", "an error message of a server"),
            (b"version https://git-lfs.github.com/spec/v1\n", "a Git LFS pointer"),
            (b"(component)", "WebAssembly text"),
            (b"(module)", "a core module in WebAssembly text"),
            (b"AGFzbQ0AAQA=", "WebAssembly in Base64"),
            (b"\x1f\x8b\x08\0", "a gzip archive"),
            (b"PK\x03\x04\x14\0", "a zip archive"),
            (b"\xfd7zXZ\0", "an xz archive"),
            (b"\x28\xb5\x2f\xfd\0", "a zstd archive"),
            (b"BZh9", "a bzip2 archive"),
            (&tar, "a tar archive"),
            (b"package a:b;\n\ninterface i {}\n", "WIT source"),
            (b"// comment\nworld w {}\n", "WIT source"),
            (b"../shared/types.wasm", "a symbolic link that Git wrote as text"),
            (b"", "an empty file"),
            (b"\n", "an empty file"),
            (b"something else", "a text file"),
            (b"\xff\xfe\0", "a file in an unknown format"),
        ] {
            let found = other(bytes).map(|(format, _)| format);
            assert_eq!(found, Some(format), "{}", bytes.escape_ascii());
        }
        assert_eq!(other(b"\0asm\x0d\0\x01\0"), None);
    }

    #[test]
    fn damage_is_described_for_every_length() {
        let package: &[u8] = b"\0asm\x0d\0\x01\0\x07\x04abcd\x00\x02xy";
        for length in MAGIC.len()..package.len() {
            let is_whole = [8, 14].contains(&length);
            let reason = damage(&package[..length]);
            assert_eq!(reason.contains("incomplete download"), !is_whole, "{length}: {reason}");
        }
        assert!(damage(b"\0asm\x0c\0\x01\0").contains("older or newer"));
        assert!(damage(b"\0asm\x0d\x0a\0\x01").contains("unknown version"));
        assert!(damage(b"\0asm\x0d\0\x01\0\x07\x03\xef\xbf\xbd").contains("saved as text"));
        assert!(damage(b"\0asm\x0d\0\x01\0\x07\xff\xff\xff\xff\xff\xff").contains("too early"));
    }
}
