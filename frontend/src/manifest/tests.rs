//! What a user reads, rule by rule: the text of a file goes in, the rendered faults come out.

mod declared;
mod directory;
mod downloads;
mod lock;
mod package;
mod path;
mod soundness;
mod toml;
mod vendored;
mod wkg;
mod wkg_link;

use super::{read, read_lock, read_wkg_lock};
use crate::diagnostic::Diagnostic;
use crate::files::{FileId, Files, SourceFile};

/// A package that another one uses.
const TYPES: &str = "package test:types@1.0.0;

interface types {
    record test-result { success: bool, message: string }
}
";

/// The one that uses it.
const COMPONENT: &str = "package test:component@1.0.0;

interface component {
    use test:types/types@1.0.0.{test-result};
    execute: func() -> test-result;
}
";

/// Adds a file that is at the same path on this machine.
fn add(files: &mut Files, path: &str, text: &str) -> FileId {
    files.add(SourceFile {
        path: path.to_owned(),
        absolute: format!("/crate/{path}").into(),
        text: text.to_owned(),
        byte_order_mark: false,
        executable: false,
    })
}

fn render(files: &Files, faults: &[Diagnostic]) -> String {
    faults.iter().map(|fault| fault.render(files)).collect::<Vec<_>>().join("\n\n")
}

fn read_any(files: &Files, file: FileId, name: &str) -> Vec<Diagnostic> {
    match name {
        "deps.lock" => read_lock(files, file).1,
        "wkg.lock" => read_wkg_lock(files, file).1,
        _ => read(files, file).1,
    }
}

/// Checks what is said about a file of that name and text.
fn read_shows(rule: &str, name: &str, text: &str, expected: &str) {
    let mut files = Files::default();
    let file = add(&mut files, name, text);
    let faults = read_any(&files, file, name);
    let shown = render(&files, &faults);
    assert_eq!(shown, expected, "{rule}:\n{shown}");
    for end in (0..text.len()).filter(|&end| text.is_char_boundary(end)) {
        let mut files = Files::default();
        let file = add(&mut files, name, &text[..end]);
        let _ = render(&files, &read_any(&files, file, name));
    }
}
