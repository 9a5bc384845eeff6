//! Properties of every file: which packages stay resolved, that nothing panics, that every change is reported.

use proptest::prelude::*;

use super::directory::{check, with_digests};
use super::{COMPONENT, TYPES, check_file};
use crate::diagnostic::ManifestError;

#[test]
fn a_path_into_another_root_is_valid() {
    let manifest = "[dependencies]\n\"test:types\" = { path = \"../../../shared/types\" }\n";
    let files = [
        ("../shared/types/types.wit", TYPES),
        ("wit/c/c.wit", COMPONENT),
        ("wit/c/deps.toml", manifest),
    ];
    assert_eq!(check(&["wit", "../shared"], &files).0, [""; 0]);
    let (messages, unresolved) = check(&["wit"], &files[1..]);
    let help = "help: add the folder to the roots: `path: [\"wit\", \"../shared/types\"]`";
    assert!(messages.concat().ends_with(help), "{messages:?}");
    assert_eq!(unresolved, ["wit/c"]);
}

#[test]
fn a_package_that_is_found_by_name_stays_resolved() {
    let manifest = "[dependencies]\n\"test:types\" = { path = \"../typos\" }\n";
    let files = [("wit/t/t.wit", TYPES), ("wit/c/c.wit", COMPONENT), ("wit/c/deps.toml", manifest)];
    assert_eq!(check(&["wit"], &files).1, [""; 0]);
    assert_eq!(check(&["wit"], &files[1..]).1, ["wit/c"]);
}

#[test]
fn an_invalid_package_causes_no_second_error() {
    let manifest = "[dependencies]\n\"test:types\" = { path = \"../t\" }\n";
    let files =
        [("wit/t/t.wit", "interface"), ("wit/c/c.wit", COMPONENT), ("wit/c/deps.toml", manifest)];
    assert_eq!(check(&["wit"], &files).0, [""; 0]);
}

#[test]
fn a_change_of_any_digit_is_reported() {
    let manifest = "types = \"https://example.com/types.tar.gz\"\n";
    let lock = "[types]\nurl = \"https://example.com/types.tar.gz\"\nsha256 = \"(sha256 wit/deps/types)\"\nsha512 = \"(sha512 wit/deps/types)\"\n";
    fn files<'a>(manifest: &'a str, lock: &'a str) -> [(&'a str, &'a str); 4] {
        [
            ("wit/deps/types/t.wit", TYPES),
            ("wit/c.wit", COMPONENT),
            ("wit/deps.toml", manifest),
            ("wit/deps.lock", lock),
        ]
    }
    let lock = with_digests(lock, &files(manifest, lock));
    assert_eq!(check(&["wit"], &files(manifest, &lock)).0, [""; 0]);
    let start = lock.find("sha256").unwrap() + "sha256 = ".len();
    for (at, digit) in lock.char_indices().filter(|(at, _)| *at > start) {
        if digit.is_ascii_hexdigit() && lock[..at].matches('"').count() % 2 == 1 {
            let other = if digit == '0' { "1" } else { "0" };
            let changed = format!("{}{other}{}", &lock[..at], &lock[at + 1..]);
            let messages = check(&["wit"], &files(manifest, &changed)).0;
            assert!(matches!(&messages[..], [one] if one.contains("[AB0857]")), "{messages:?}");
        }
    }
}

#[test]
fn codes_are_sorted_and_of_this_family() {
    let codes = ManifestError::CODES.iter().map(|(code, _)| *code).collect::<Vec<_>>();
    assert!(codes.is_sorted_by(|a, b| a < b) && codes.iter().all(|code| code / 100 == 8));
}

proptest! {
    #[test]
    fn no_file_panics(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "[", "[[", "]", "]]", "{", "}", "=", ",", ".", ":", "\"", "'", "\"\"\"", "'''", "\\", "\n", "\n", "\r", " ", "#", "\t",
                "é", "“", "dependencies", "package", "packages", "versions", "path", "url", "sha256", "version", "1", "1.5",
                "true", "test:types", "../x", "\"a:b\"", "'x'", "a = 1", "{ a = ", "https://", "\u{feff}", "\u{0}", "//", "-", "_",
            ]),
            0..24,
        ),
    ) {
        let source = words.concat();
        for name in ["deps.toml", "deps.lock", "wkg.lock"] {
            check_file(name, &source);
        }
        let files = [("wit/c/c.wit", COMPONENT), ("wit/t/t.wit", TYPES), ("wit/c/deps.toml", &source), ("wit/c/deps.lock", &source)];
        check(&["wit"], &files);
    }
}
