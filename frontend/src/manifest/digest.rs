//! Digests: in come the names, modes and bytes of files, out come the digests in locks.
//!
//! [`folder`] computes those of `wit-deps`: over the tar archive that `wit_deps::tar` writes with
//! `async-tar` 0.5 in deterministic mode. [`wasm`] computes that of `wkg`: over the bytes of a `.wasm` file.

use std::fmt::Write as _;

const BLOCK: usize = 512;
const NAME: usize = 100;
/// The byte order mark of UTF-8, which is part of the file, but not of the source.
const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

/// A file directly in a folder.
#[derive(Clone, Copy, Debug)]
pub struct File<'a> {
    /// The name, without the folder.
    pub name: &'a str,
    /// `true` if the owner may execute it. Always `false` on systems without file modes.
    pub executable: bool,
    /// `true` if the file starts with a byte order mark.
    pub marked: bool,
    /// The contents after the byte order mark.
    pub bytes: &'a [u8],
}

/// The digests of a folder in `deps.lock`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    /// The SHA-256 digest.
    pub sha256: [u8; 32],
    /// The SHA-512 digest.
    pub sha512: [u8; 64],
}

/// Returns the digests of a folder as `wit-deps` computes them: over its direct `.wit` files. The order of the files is irrelevant.
pub fn folder(files: &[File<'_>]) -> Digest {
    let mut wits = files.iter().filter(|file| is_wit(file.name)).collect::<Vec<_>>();
    wits.sort_by_key(|file| file.name.as_bytes());
    let mut both = Both::default();
    for file in wits {
        append(&mut both, file);
    }
    both.update(&[0; 2 * BLOCK]);
    both.finish()
}

/// Returns the digest of a `.wasm` package in `wkg.lock`, without its prefix `sha256:`.
pub fn wasm(bytes: &[u8]) -> [u8; 32] {
    hmac_sha256::Hash::hash(bytes)
}

/// Formats a digest in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string never fails");
        text
    })
}

/// Parses a digest of `N` bytes in hexadecimal.
pub fn unhex<const N: usize>(text: &str) -> Option<[u8; N]> {
    if text.len() != 2 * N || !text.is_ascii() {
        return None;
    }
    let mut bytes = [0; N];
    for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
        let pair = std::str::from_utf8(pair).ok()?;
        if pair.starts_with('+') {
            return None;
        }
        *byte = u8::from_str_radix(pair, 16).ok()?;
    }
    Some(bytes)
}

/// `true` if `wit-deps` reads the file: the extension may be in any case, and a file named `.wit` has none.
fn is_wit(name: &str) -> bool {
    std::path::Path::new(name).extension().is_some_and(|it| it.eq_ignore_ascii_case("wit"))
}

#[derive(Default)]
struct Both {
    sha256: hmac_sha256::Hash,
    sha512: hmac_sha512::Hash,
}

impl Both {
    fn update(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
        self.sha512.update(bytes);
    }

    /// Adds bytes, and zeros up to a whole number of blocks.
    fn update_padded(&mut self, mark: &[u8], bytes: &[u8]) {
        self.update(mark);
        self.update(bytes);
        let rest = (mark.len() + bytes.len()) % BLOCK;
        if rest > 0 {
            self.update(&[0; BLOCK][rest..]);
        }
    }

    fn finish(self) -> Digest {
        Digest { sha256: self.sha256.finalize(), sha512: self.sha512.finalize() }
    }
}

fn append(both: &mut Both, file: &File<'_>) {
    let path = format!("wit/{}", file.name).into_bytes();
    let mode = if file.executable { 0o755 } else { 0o644 };
    if path.len() > NAME {
        // A name that does not fit is an entry of its own before the file, with a zero at its end.
        let mut long = path.clone();
        long.push(0);
        both.update(&header(b"././@LongLink", 0o644, long.len(), b'L', false));
        both.update_padded(b"", &long);
    }
    let mark = if file.marked { BYTE_ORDER_MARK } else { b"" };
    let size = mark.len() + file.bytes.len();
    both.update(&header(&path[..path.len().min(NAME)], mode, size, b'0', true));
    both.update_padded(mark, file.bytes);
}

/// Returns a GNU header with time, user and group 0. The headers of files have device numbers, those of long names have none.
fn header(name: &[u8], mode: usize, size: usize, kind: u8, device: bool) -> [u8; BLOCK] {
    let mut header = [0; BLOCK];
    header[..name.len()].copy_from_slice(name);
    octal(&mut header[100..108], mode);
    octal(&mut header[108..116], 0);
    octal(&mut header[116..124], 0);
    octal(&mut header[124..136], size);
    octal(&mut header[136..148], 0);
    header[156] = kind;
    header[257..265].copy_from_slice(b"ustar  \0");
    if device {
        octal(&mut header[329..337], 0);
        octal(&mut header[337..345], 0);
    }
    // The checksum is computed with spaces in its own field.
    header[148..156].fill(b' ');
    let sum = header.iter().map(|&byte| usize::from(byte)).sum();
    octal(&mut header[148..156], sum);
    header
}

/// Writes octal digits up to the last byte, which is zero.
fn octal(field: &mut [u8], mut value: usize) {
    let last = field.len() - 1;
    field[last] = 0;
    for digit in field[..last].iter_mut().rev() {
        *digit = b'0' + u8::try_from(value % 8).expect("less than 8");
        value /= 8;
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn file<'a>(name: &'a str, bytes: &'a [u8]) -> File<'a> {
        File { name, executable: false, marked: false, bytes }
    }

    #[test]
    fn order_and_other_files_do_not_change_the_digest() {
        let (a, b) = (file("a.wit", b"package a:b;"), file("b.WIT", b""));
        let readme = file("README.md", b"hi");
        assert_eq!(folder(&[a, b]), folder(&[b, readme, a]));
        assert_ne!(folder(&[a, b]), folder(&[a]));
        assert_eq!(folder(&[file(".wit", b"x")]), folder(&[]));
    }

    #[test]
    fn an_empty_folder_is_two_empty_blocks() {
        assert_eq!(folder(&[]).sha256, wasm(&[0; 1024]));
    }

    #[test]
    fn long_names_and_modes_are_as_in_the_archive_of_async_tar() {
        let names = ["m".repeat(92), "n".repeat(93), "x".repeat(200)].map(|it| it + ".wit");
        let [fits, just_too_long, long] = &names;
        let digest = folder(&[
            File { executable: true, ..file("a.wit", b"package a:b;\n") },
            file(fits, &[b'z'; 512]),
            file(just_too_long, b""),
            file(long, &[b'y'; 600]),
        ]);
        let expected = "792b34a89182067e0b8c0f968f9f9892ffd43244630c48a7b817e701de22d2a8";
        assert_eq!(hex(&digest.sha256), expected);
    }

    #[test]
    fn a_byte_order_mark_is_part_of_the_file() {
        let marked = File { marked: true, ..file("a.wit", b"package a:b;") };
        assert_eq!(folder(&[marked]), folder(&[file("a.wit", "\u{FEFF}package a:b;".as_bytes())]));
    }

    #[test]
    fn hexadecimal_is_parsed_in_either_case_and_completely() {
        assert_eq!(unhex::<2>("aB01"), Some([0xab, 1]));
        for bad in ["ab0", "ab010", "ab0g", "+b01", "é01", ""] {
            assert_eq!(unhex::<2>(bad), None, "{bad}");
        }
        assert_eq!(hex(&[0xab, 1]), "ab01");
    }

    /// Returns the archive that the crate `tar` writes with the metadata of `async-tar` in deterministic mode.
    fn archive(files: &[File<'_>]) -> Vec<u8> {
        let mut builder = tar::Builder::new(Vec::new());
        for file in files {
            let mut header = tar::Header::new_gnu();
            header.set_entry_type(tar::EntryType::Regular);
            header.set_mode(if file.executable { 0o755 } else { 0o644 });
            header.set_uid(0);
            header.set_gid(0);
            header.set_mtime(0);
            header.set_device_major(0).expect("a GNU header");
            header.set_device_minor(0).expect("a GNU header");
            header.set_size(file.bytes.len() as u64);
            let path = format!("wit/{}", file.name);
            builder.append_data(&mut header, path, file.bytes).expect("written to memory");
        }
        builder.into_inner().expect("written to memory")
    }

    proptest! {
        #[test]
        fn the_digest_is_that_of_the_archive(
            files in prop::collection::btree_map("[a-z]{1,120}[.]wit", (any::<bool>(), prop::collection::vec(any::<u8>(), 0..1100)), 0..4),
        ) {
            let files = files.iter().map(|(name, (executable, bytes))| File { executable: *executable, ..file(name, bytes) });
            let files = files.collect::<Vec<_>>();
            prop_assert_eq!(folder(&files).sha256, wasm(&archive(&files)));
        }

        #[test]
        fn any_change_changes_the_digest(
            files in prop::collection::btree_map("[a-z]{1,120}", (any::<bool>(), prop::collection::vec(any::<u8>(), 0..1100)), 1..4),
            which in any::<prop::sample::Index>(),
            at in any::<prop::sample::Index>(),
            bit in 0_u8..8,
        ) {
            let names: Vec<_> = files.keys().map(|name| format!("{name}.wit")).collect();
            let files: Vec<_> = names
                .iter()
                .zip(files.values())
                .map(|(name, (executable, bytes))| File { executable: *executable, ..file(name, bytes) })
                .collect();
            let which = which.index(files.len());
            let before = folder(&files);
            let changed = |file: File<'_>| {
                let mut changed = files.clone();
                changed[which] = file;
                folder(&changed)
            };
            let file = files[which];
            let differs = |after: &Digest| after.sha256 != before.sha256 && after.sha512 != before.sha512;
            prop_assert!(differs(&changed(File { executable: !file.executable, ..file })), "not caught");
            let name = format!("{}-x.wit", &file.name[..file.name.len() - 4]);
            prop_assert!(differs(&changed(File { name: &name, ..file })), "not caught");
            let mut longer = file.bytes.to_vec();
            longer.push(0);
            prop_assert!(differs(&changed(File { bytes: &longer, ..file })), "not caught");
            if !file.bytes.is_empty() {
                let mut flipped = file.bytes.to_vec();
                flipped[at.index(file.bytes.len())] ^= 1 << bit;
                prop_assert!(differs(&changed(File { bytes: &flipped, ..file })), "not caught");
            }
        }
    }
}
