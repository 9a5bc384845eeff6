//! What holds for every file: which places stay sound, that nothing panics, that a change is caught.

use proptest::prelude::*;

use super::directory::say;
use super::{COMPONENT, TYPES, add, read_any, render};
use crate::diagnostic::ManifestError;
use crate::files::Files;

#[test]
fn a_path_into_another_root_is_followed() {
    let manifest = "[dependencies]\n\"test:types\" = { path = \"../../../shared/types\" }\n";
    let texts = [
        ("../shared/types/types.wit", TYPES),
        ("wit/c/c.wit", COMPONENT),
        ("wit/c/deps.toml", manifest),
    ];
    assert_eq!(say(&["wit", "../shared"], &texts).0, "");
    let outside = say(&["wit"], &texts[1..]);
    assert!(
        outside.0.contains(
            "help: add the folder to those that are read: `path: [\"wit\", \"../shared/types\"]`"
        ),
        "{}",
        outside.0
    );
    assert_eq!(outside.1, ["wit/c"]);
}

#[test]
fn what_is_found_by_name_stays_sound() {
    let manifest = "[dependencies]\n\"test:types\" = { path = \"../typos\" }\n";
    let texts = [("wit/t/t.wit", TYPES), ("wit/c/c.wit", COMPONENT), ("wit/c/deps.toml", manifest)];
    assert_eq!(say(&["wit"], &texts).1, [""; 0]);
    assert_eq!(say(&["wit"], &texts[1..]).1, ["wit/c"]);
}

#[test]
fn a_folder_that_cannot_be_parsed_brings_no_second_fault() {
    let manifest = "[dependencies]\n\"test:types\" = { path = \"../t\" }\n";
    let texts =
        [("wit/t/t.wit", "interface"), ("wit/c/c.wit", COMPONENT), ("wit/c/deps.toml", manifest)];
    assert_eq!(say(&["wit"], &texts).0, "");
}

#[test]
fn a_change_of_any_digit_is_caught() {
    let manifest = "types = \"https://example.com/types.tar.gz\"\n";
    let lock = "[types]\nurl = \"https://example.com/types.tar.gz\"\nsha256 = \"(sha256 wit/deps/types)\"\nsha512 = \"(sha512 wit/deps/types)\"\n";
    fn texts<'a>(manifest: &'a str, lock: &'a str) -> [(&'a str, &'a str); 4] {
        [
            ("wit/deps/types/t.wit", TYPES),
            ("wit/c.wit", COMPONENT),
            ("wit/deps.toml", manifest),
            ("wit/deps.lock", lock),
        ]
    }
    let lock = super::directory::with_digests(lock, &texts(manifest, lock));
    assert_eq!(say(&["wit"], &texts(manifest, &lock)).0, "");
    for (at, digit) in lock.char_indices().filter(|(at, _)| *at > lock.find("sha256").unwrap() + 9)
    {
        if digit.is_ascii_hexdigit() && lock[..at].matches('"').count() % 2 == 1 {
            let other = if digit == '0' { "1" } else { "0" };
            let changed = format!("{}{other}{}", &lock[..at], &lock[at + 1..]);
            let shown = say(&["wit"], &texts(manifest, &changed)).0;
            assert_eq!(shown.matches("is not what was locked").count(), 1, "{shown}");
        }
    }
}

#[test]
fn codes_are_of_this_family_and_each_is_given_once() {
    let codes: Vec<_> = ManifestError::CODES.iter().map(|(code, _)| *code).collect();
    assert!(codes.is_sorted_by(|a, b| a < b) && codes.iter().all(|code| code / 100 == 8));
}

proptest! {
    #[test]
    fn no_text_panics(
        words in prop::collection::vec(
            prop::sample::select(vec![
                "[", "]", "{", "}", "=", ",", ".", ":", "\"", "'", "\\", "\n", "\r", " ", "#", "\t", "é", "“", "dependencies",
                "package", "packages", "versions", "path", "url", "sha256", "version", "1", "test:types", "../x", "\"a:b\"",
                "https://", "\"\"\"", "\u{feff}", "//", "-",
            ]),
            0..24,
        ),
    ) {
        let text = words.concat();
        for name in ["deps.toml", "deps.lock", "wkg.lock"] {
            let mut files = Files::default();
            let file = add(&mut files, name, &text);
            let _ = render(&files, &read_any(&files, file, name));
        }
        let texts = [("wit/c/c.wit", COMPONENT), ("wit/t/t.wit", TYPES), ("wit/c/deps.toml", &text), ("wit/c/deps.lock", &text)];
        say(&["wit"], &texts);
    }
}
