//! Properties of all directories, tested on random ones.

mod digests;
mod graphs;
mod random_wit;

use std::fs;
use std::path::Path;

use super::Workspace;
use crate::request::Request;
use frontend::diagnostic::Diagnostic;
use frontend::sources::Sources;

fn write(folder: &Path, path: &str, content: impl AsRef<[u8]>) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("writable");
    fs::write(path, content).expect("writable");
}

/// Resolves the packages of a crate, and returns the diagnostics, also as messages.
fn resolve(folder: &Path) -> (Workspace, Vec<Diagnostic>, String) {
    let request = Request::new(folder.to_owned());
    let (sources, mut diagnostics) = Sources::read(&request.roots);
    let (workspace, more) = Workspace::resolve(&request, &sources);
    diagnostics.extend(more);
    let messages = diagnostics.iter().map(|it| it.render(&sources.files) + "\n").collect();
    (workspace, diagnostics, messages)
}

#[test]
fn what_no_component_can_have_is_rejected_with_each_wit_parser() {
    let cases = [
        ("interface i { record r { } }", "AB0601"),
        ("interface i { f: func() -> tuple<>; }", "AB0"),
        ("interface i { flags f { } }", "AB0601"),
        (
            "interface i { flags f { a0, a1, a2, a3, a4, a5, a6, a7, a8, a9, b0, b1, b2, b3, b4, b5, b6, b7, b8, b9, c0, c1, c2, c3, c4, c5, c6, c7, c8, c9, d0, d1, d2 } }",
            "AB0603",
        ),
        ("interface i { record r { a: u8, A: u8 } }", "AB0"),
        ("interface i { enum e { a-b, A-B } }", "AB0"),
        ("interface i { f: func(a: u8, A: u8); }", "AB0"),
        ("interface i { f: func(); F: func(); }", "AB0"),
        ("interface i { record r { a: u8 } R: func(); }", "AB0"),
        ("world w { import f: func(a: tuple<>); }", "AB0"),
        ("world w { import i: interface { record r { } } }", "AB0601"),
    ];
    for (text, code) in cases {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), "wit/a.wit", format!("package a:b;\n{text}\n"));
        let (_, diagnostics, rendered) = resolve(folder.path());
        assert_eq!(diagnostics.len(), 1, "{text}: {rendered}");
        let found = diagnostics[0].code().to_string();
        assert!(found.starts_with(code) && found != "AB0409", "{text}: {rendered}");
        assert!(!rendered.contains("wit-parser"), "{text}: {rendered}");
    }
}

#[test]
fn each_of_many_invalid_packages_is_reported_and_the_valid_ones_are_resolved() {
    let folder = tempfile::tempdir().unwrap();
    for at in 0..60 {
        let next = at + 1;
        let text = match at % 3 {
            0 => format!("package a:p{at}; interface i {{ use a:p{next}/i.{{t}}; }}"),
            1 => format!(
                "package a:p{at}; interface i {{ type t = u8; use j.{{gone}}; }} interface j {{}}"
            ),
            _ => format!("package a:p{at}; interface i {{ type t = u8; }} world w {{ import i; }}"),
        };
        write(folder.path(), &format!("wit/p{at}/a.wit"), text);
    }
    let (workspace, diagnostics, rendered) = resolve(folder.path());
    // The packages that need an invalid one are not reported.
    assert_eq!(diagnostics.len(), 20, "{rendered}");
    assert!(diagnostics.iter().all(|it| it.code().to_string() == "AB0304"), "{rendered}");
    assert_eq!(workspace.packages.len(), 20);
}
