//! Digests: in come the names, modes and bytes of files, out go the digests that locks hold.
//!
//! [`folder`] gives those of `wit-deps`: over the tar archive that `wit_deps::tar` writes with
//! `async-tar` 0.5 in deterministic mode. [`wasm`] gives that of `wkg`: over the bytes of a `.wasm` file.

use std::fmt::Write as _;

const BLOCK: usize = 512;
const NAME: usize = 100;
/// What UTF-8 may start with. It is no part of the text, and part of the file.
const MARK: &[u8] = "\u{FEFF}".as_bytes();

/// A file directly in a folder.
#[derive(Clone, Copy, Debug)]
pub struct Entry<'a> {
    /// Its name, without a folder.
    pub name: &'a str,
    /// Whether its owner may execute it. Always `false` where files have no such mode.
    pub executable: bool,
    /// Whether the mark of UTF-8 stands before the bytes.
    pub marked: bool,
    /// What it holds after that mark.
    pub bytes: &'a [u8],
}

/// What `deps.lock` holds for a folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Digest {
    pub sha256: [u8; 32],
    pub sha512: [u8; 64],
}

/// The digest of a folder as `wit-deps` takes it: of its direct `.wit` files, in whatever order they come.
pub fn folder(entries: &[Entry<'_>]) -> Digest {
    let mut wits = entries.iter().filter(|entry| is_wit(entry.name)).collect::<Vec<_>>();
    wits.sort_by_key(|entry| entry.name.as_bytes());
    let mut both = Both::default();
    for entry in wits {
        append(&mut both, entry);
    }
    both.update(&[0; 2 * BLOCK]);
    both.finish()
}

/// The digest of a `.wasm` package as `wkg.lock` writes it, without the `sha256:` in front.
pub fn wasm(bytes: &[u8]) -> [u8; 32] {
    hmac_sha256::Hash::hash(bytes)
}

/// A digest in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string never fails");
        text
    })
}

/// The bytes that a text in hexadecimal stands for, if it is `N` bytes long.
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

/// `wit-deps` takes any case of the extension, and no file that is nothing but an extension.
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

    /// Bytes, and zeros up to a whole number of blocks.
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

fn append(both: &mut Both, entry: &Entry<'_>) {
    let path = format!("wit/{}", entry.name).into_bytes();
    let mode = if entry.executable { 0o755 } else { 0o644 };
    if path.len() > NAME {
        // A name that does not fit goes before the file, as an entry of its own with a zero at its end.
        let mut long = path.clone();
        long.push(0);
        both.update(&header(b"././@LongLink", 0o644, long.len(), b'L', false));
        both.update_padded(b"", &long);
    }
    let mark = if entry.marked { MARK } else { b"" };
    let size = mark.len() + entry.bytes.len();
    both.update(&header(&path[..path.len().min(NAME)], mode, size, b'0', true));
    both.update_padded(mark, entry.bytes);
}

/// A GNU header with time, user and group 0. Files have device numbers, long names have none.
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
    // The sum is taken as if its own field held spaces.
    header[148..156].fill(b' ');
    let sum = header.iter().map(|&byte| usize::from(byte)).sum();
    octal(&mut header[148..156], sum);
    header
}

/// Digits up to the last byte, which is zero.
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

    fn entry<'a>(name: &'a str, bytes: &'a [u8]) -> Entry<'a> {
        Entry { name, executable: false, marked: false, bytes }
    }

    #[test]
    fn order_of_reading_and_other_files_do_not_matter() {
        let (a, b) = (entry("a.wit", b"package a:b;"), entry("b.WIT", b""));
        let readme = entry("README.md", b"hi");
        assert_eq!(folder(&[a, b]), folder(&[b, readme, a]));
        assert_ne!(folder(&[a, b]), folder(&[a]));
        assert_eq!(folder(&[entry(".wit", b"x")]), folder(&[]));
    }

    #[test]
    fn empty_folder_is_two_empty_blocks() {
        assert_eq!(folder(&[]).sha256, wasm(&[0; 1024]));
    }

    #[test]
    fn long_names_and_modes_are_as_in_the_archive_of_async_tar() {
        let names = ["m".repeat(92), "n".repeat(93), "x".repeat(200)].map(|it| it + ".wit");
        let [fits, just_too_long, long] = &names;
        let digest = folder(&[
            Entry { executable: true, ..entry("a.wit", b"package a:b;\n") },
            entry(fits, &[b'z'; 512]),
            entry(just_too_long, b""),
            entry(long, &[b'y'; 600]),
        ]);
        let expected = "792b34a89182067e0b8c0f968f9f9892ffd43244630c48a7b817e701de22d2a8";
        assert_eq!(hex(&digest.sha256), expected);
    }

    #[test]
    fn a_mark_of_utf_8_counts_as_its_bytes() {
        let marked = Entry { marked: true, ..entry("a.wit", b"package a:b;") };
        assert_eq!(folder(&[marked]), folder(&[entry("a.wit", "\u{FEFF}package a:b;".as_bytes())]));
    }

    #[test]
    fn hexadecimal_is_read_in_either_case_and_only_whole() {
        assert_eq!(unhex::<2>("aB01"), Some([0xab, 1]));
        for bad in ["ab0", "ab010", "ab0g", "+b01", "é01", ""] {
            assert_eq!(unhex::<2>(bad), None, "{bad}");
        }
        assert_eq!(hex(&[0xab, 1]), "ab01");
    }

    proptest! {
        #[test]
        fn any_change_changes_the_digest(
            files in prop::collection::btree_map("[a-z]{1,120}", (any::<bool>(), prop::collection::vec(any::<u8>(), 0..1100)), 1..4),
            which in any::<prop::sample::Index>(),
            at in any::<prop::sample::Index>(),
            bit in 0_u8..8,
        ) {
            let names: Vec<_> = files.keys().map(|name| format!("{name}.wit")).collect();
            let entries: Vec<_> = names
                .iter()
                .zip(files.values())
                .map(|(name, (executable, bytes))| Entry { executable: *executable, ..entry(name, bytes) })
                .collect();
            let which = which.index(entries.len());
            let before = folder(&entries);
            let changed = |entry: Entry<'_>| {
                let mut changed = entries.clone();
                changed[which] = entry;
                folder(&changed)
            };
            let entry = entries[which];
            let differs = |after: &Digest| after.sha256 != before.sha256 && after.sha512 != before.sha512;
            prop_assert!(differs(&changed(Entry { executable: !entry.executable, ..entry })), "not caught");
            let name = format!("{}-x.wit", &entry.name[..entry.name.len() - 4]);
            prop_assert!(differs(&changed(Entry { name: &name, ..entry })), "not caught");
            let mut longer = entry.bytes.to_vec();
            longer.push(0);
            prop_assert!(differs(&changed(Entry { bytes: &longer, ..entry })), "not caught");
            if !entry.bytes.is_empty() {
                let mut flipped = entry.bytes.to_vec();
                flipped[at.index(entry.bytes.len())] ^= 1 << bit;
                prop_assert!(differs(&changed(Entry { bytes: &flipped, ..entry })), "not caught");
            }
        }
    }
}
