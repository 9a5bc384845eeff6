//! The table of changes, `changes.txt`: old items, new items, and what the report says for each use of the interface.
//!
//! `BLESS=1 cargo test -p airssys-bindings-codegen --features compatibility --test compatibility` writes it; read the diff.

use std::fs;
use std::path::Path;

use airssys_bindings_codegen::compatibility::Report;
use airssys_bindings_codegen::diagnostic::Location;

use similar::TextDiff;

use crate::{compare_sources, rendered};

/// The sources that surround the items of a section, by the use of the interface.
fn frames(section: &str) -> Vec<(&'static str, &'static str)> {
    match section {
        "# Items of an interface" => vec![
            ("imported", "package a:b@1.0.0; interface i { … } world w { import i; }"),
            ("exported", "package a:b@1.0.0; interface i { … } world w { export i; }"),
        ],
        "# Items of a world" => vec![(
            "",
            "package a:b@1.0.0;
             interface i { f: func(); }
             interface j { f: func(); }
             interface types { type t = u8; type u = u8; resource r; }
             world w { … }",
        )],
        "# Items of a package" => vec![("", "package a:b@1.0.0; …")],
        other => panic!("unknown section `{other}`"),
    }
}

/// Returns the required version, and the changes that need it.
fn summary(report: &Report) -> String {
    let Some((version, changes)) = report.diagnostics.split_first() else {
        return "compatible".to_owned();
    };
    let required = match &version.location {
        Location::Source(label) => label.text.rsplit(' ').next().unwrap_or_default(),
        Location::Path(_) | Location::Argument(_) | Location::Call => {
            panic!("no location in the source:\n{}", rendered(report))
        }
    };
    let changes = changes.iter().map(|change| {
        let notes: Vec<_> = change.trail.iter().map(|step| step.text.as_str()).collect();
        format!("\n    {}: {}", change.title(), notes.join(", "))
    });
    let listed = version.trail.iter().filter(|_| report.diagnostics.len() == 1);
    let listed = listed.map(|step| format!("\n    {}", step.text));
    format!("{required}{}{}", changes.collect::<String>(), listed.collect::<String>())
}

/// The items of a case, and the source with them.
pub(crate) type Version = (String, String);

/// Returns the cases of the table for each use of their interface: the use, the old version and the new one.
pub(crate) fn cases() -> Vec<(&'static str, Version, Version)> {
    let (mut section, mut old, mut cases) = ("", "", Vec::new());
    for line in TABLE.lines() {
        match line.split_at_checked(2) {
            Some(("# ", _)) => section = line,
            Some(("- ", items)) => old = items,
            Some(("+ ", new)) => {
                let version =
                    |frame: &str, items: &str| (items.to_owned(), frame.replace('…', items));
                cases.extend(
                    frames(section)
                        .into_iter()
                        .map(|(role, frame)| (role, version(frame, old), version(frame, new))),
                );
            }
            _ => {}
        }
    }
    cases
}

/// The table.
const TABLE: &str = include_str!("changes.txt");

/// Returns the table with the results of the comparison.
fn table(text: &str) -> String {
    let (mut section, mut output) = (String::new(), String::new());
    let (mut old, mut new) = (None, None);
    for line in text.lines() {
        match line.split_at_checked(2) {
            Some(("# ", _)) => section = line.to_owned(),
            Some(("- ", items)) => old = Some(items),
            Some(("+ ", items)) => new = Some(items),
            _ if !line.is_empty() => continue,
            _ => {}
        }
        output.push_str(&format!("{line}\n"));
        if let (Some(before), Some(after)) = (old, new) {
            for (role, frame) in frames(&section) {
                let report =
                    compare_sources(&frame.replace('…', before), &frame.replace('…', after));
                let role = if role.is_empty() { String::new() } else { format!("{role}: ") };
                output.push_str(&format!("  {role}{}\n", summary(&report)));
            }
            (old, new) = (None, None);
        }
    }
    output
}

#[test]
fn changes_are_reported_as_in_the_table() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compatibility/changes.txt");
    let text = fs::read_to_string(&path).expect("readable").replace("\r\n", "\n");
    let table = table(&text);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, table).expect("writable");
        return;
    }
    let diff = TextDiff::from_lines(&text, &table);
    assert!(text == table, "{}", diff.unified_diff().header("changes.txt", "now"));
}
