//! File names of any kind are read, and messages about them are printed without their control characters.
#![cfg(unix)]

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt as _;

use airssys_bindings_frontend::roots::Roots;
use airssys_bindings_frontend::sources::Sources;

/// Returns the messages for a folder `wit` with one file.
fn messages(name: &[u8], content: &[u8]) -> String {
    let folder = tempfile::tempdir().expect("writable");
    fs::create_dir(folder.path().join("wit")).expect("writable");
    fs::write(folder.path().join("wit").join(OsStr::from_bytes(name)), content).expect("writable");
    let roots = Roots { manifest_dir: folder.path().to_owned(), ..Roots::default() };
    let (sources, diagnostics) = Sources::read(&roots);
    diagnostics.iter().map(|it| it.render(&sources.files) + "\n").collect()
}

#[test]
fn a_name_that_almost_ends_in_wit_is_renamed_in_any_script() {
    for (name, new) in [
        ("a.WITX", "a.wit"),
        // Letters whose lower case has another length in bytes.
        ("\u{212a}\u{20ac}.witx", "\u{212a}\u{20ac}.wit"),
        ("\u{130}\u{130}\u{130}\u{130}.wit.txt", "\u{130}\u{130}\u{130}\u{130}.wit"),
        ("\u{20ac}.wt", "\u{20ac}.wit"),
    ] {
        let messages = messages(name.as_bytes(), b"package a:b;\n");
        assert!(messages.contains(&format!("rename `{name}` to `{new}`")), "{messages}");
    }
    for name in ["\u{20ac}", "wt", "\u{20ac}it"] {
        assert!(!messages(name.as_bytes(), b"").contains("rename"));
    }
}

#[test]
fn control_characters_in_names_are_escaped() {
    for (name, shown) in [
        ("a\u{1b}[31m", r"a\u{1b}[31m"),
        ("a\nhelp: b", r"a\nhelp: b"),
        ("a\u{202e}b", r"a\u{202e}b"),
        ("a\u{9b}b", r"a\u{9b}b"),
    ] {
        for (ending, content) in [(".wit", &b"\xff"[..]), (".witx", b"")] {
            let messages = messages(format!("{name}{ending}").as_bytes(), content);
            assert!(messages.contains(&format!("{shown}{ending}")), "{messages}");
            assert!(!messages.contains(name), "{messages:?}");
        }
    }
    assert!(messages(b"\xfe.wit", b"\xff").contains("\u{fffd}.wit"));
}
