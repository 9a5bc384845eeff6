//! Mistakes at the level of files, packages, interfaces, worlds, `use`, `include`, attributes and comments: each is one error,
//! and its first suggestion makes the source valid.

mod packages;
#[path = "item_mistakes/tables.rs"]
mod tables;

use airssys_bindings_frontend::diagnostic::{Diagnostic, Edit, edited};
use airssys_bindings_frontend::files::Files;
use packages::Packages;

/// Another package.
const OTHER: &str = "package other:types@1.2.0;\ninterface shapes { record point { a: u32 } }\n";

/// Checks one file as a package of its own, beside the package `other:types@1.2.0`.
fn errors(source: &str) -> (Files, Vec<Diagnostic>) {
    let packages = Packages::new(&[("wit/a.wit", source), ("wit/deps/other/o.wit", OTHER)]);
    let errors = packages.errors();
    (packages.files, errors)
}

fn rendered(files: &Files, errors: &[Diagnostic]) -> String {
    errors.iter().map(|error| error.render(files)).collect::<Vec<_>>().join("\n\n")
}

/// Returns why the first suggestion of the only error does not turn `source` into `wanted`.
fn problem(source: &str, wanted: &str) -> Option<String> {
    let (files, errors) = errors(source);
    let shown = || rendered(&files, &errors);
    let [error] = &errors[..] else { return Some(format!("{} errors\n{}", errors.len(), shown())) };
    let Some(suggestion) = error.suggestions.first() else {
        return Some(format!("no suggestion\n{}", shown()));
    };
    let edits: Vec<&Edit> = suggestion.edits.iter().collect();
    let fixed = edited(source, &edits).expect("a suggestion does not overlap");
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words(&fixed) != words(wanted) {
        return Some(format!("not the wanted source, but\n{fixed}\n\n{}", shown()));
    }
    let mut resolve = wit_parser::Resolve::default();
    resolve.push_str("other.wit", OTHER).expect("the other package is valid");
    let accepted = resolve.push_str("a.wit", &fixed);
    accepted.err().map(|error| format!("still invalid: {error:#}\n{fixed}"))
}

fn assert_fixed(rows: &[(&str, &str)], frame: fn(&str) -> String) {
    let mut failures = Vec::new();
    let mut count = 0;
    for (row, wanted) in rows {
        count += 1;
        if let Some(problem) = problem(&frame(row), &frame(wanted)) {
            failures.push(format!("## {row}\n   wanted: {wanted}\n{problem}\n"));
        }
    }
    assert!(failures.is_empty(), "{} of {count}\n{}", failures.len(), failures.join("\n"));
}

fn in_interface(row: &str) -> String {
    format!(
        "package a:b;\ninterface t {{ type x = u32; type y = u8; g: func(); }}\ninterface i {{\n    {row}\n    f: func();\n}}\nworld w {{ import i; }}\n"
    )
}

fn in_world(row: &str) -> String {
    format!(
        "package a:b;\ninterface i {{ type x = u32; g: func(); }}\ninterface j {{ h: func(); }}\nworld v {{ import f: func(); import k: func(); }}\nworld w {{\n    {row}\n}}\n"
    )
}

fn in_package(row: &str) -> String {
    format!("package a:b@1.0.0;\n{row}\n")
}

#[test]
fn uses_are_fixed() {
    assert_fixed(tables::USES, in_interface);
}

#[test]
fn functions_and_types_are_fixed() {
    assert_fixed(
        &[
            ("now -> u64;", "now: func() -> u64;"),
            ("now: func() u64;", "now: func() -> u64;"),
            ("now: await func() -> u64;", "now: async func() -> u64;"),
            ("now: suspend func();", "now: async func();"),
            ("static now: func();", "now: func();"),
            ("now: func() -> result<, string>;", "now: func() -> result<_, string>;"),
            ("now: func(a: borrow<string>);", "now: func(a: string);"),
            ("2d-point: func();", "point-2d: func();"),
            ("record r { optional nick: string }", "record r { nick: option<string> }"),
            ("record r { repeated tags: string }", "record r { tags: list<string> }"),
            ("type level = 'low' | 'high';", "enum level { low, high }"),
            ("record r { tags: [string!] }", "record r { tags: list<string> }"),
            ("resource s { now -> u64; }", "resource s { now: func() -> u64; }"),
            ("resource s { a: func(); destructor(); }", "resource s { a: func(); }"),
        ],
        in_interface,
    );
    assert_fixed(
        &[
            ("export now -> u64;", "export now: func() -> u64;"),
            (
                "include v;\n    import f: func(a: u8);",
                "include v with { f as f-2 }\n    import f: func(a: u8);",
            ),
        ],
        in_world,
    );
}

#[test]
fn world_items_are_fixed() {
    assert_fixed(tables::WORLD_ITEMS, in_world);
}

#[test]
fn package_declarations_are_fixed() {
    assert_fixed(tables::PACKAGES, |row| format!("{row}\ninterface i {{ f: func(); }}\n"));
}

#[test]
fn attributes_are_fixed() {
    assert_fixed(tables::ATTRIBUTES, |row| {
        in_package(&format!("{row}\ninterface i {{ f: func(); }}"))
    });
}

#[test]
fn comments_are_fixed() {
    assert_fixed(tables::COMMENTS, in_interface);
    assert_fixed(tables::COMMENTS, |row| {
        in_package(&format!("{row}\ninterface i {{ f: func(); }}"))
    });
    assert_fixed(tables::COMMENTS, |row| {
        format!("{row}\npackage a:b;\ninterface i {{ f: func(); }}")
    });
}

#[test]
fn top_level_items_are_fixed() {
    assert_fixed(tables::TOP_LEVEL, in_package);
}

#[test]
fn whole_files_are_fixed() {
    assert_fixed(tables::FILES, str::to_owned);
}

/// What no edit can make valid: one error, which says what to do.
#[test]
fn files_in_other_languages_are_one_error() {
    let mut failures = Vec::new();
    for (source, title) in tables::FOREIGN {
        let (files, errors) = errors(source);
        let [error] = &errors[..] else {
            failures.push(format!(
                "## {source}\n{} errors\n{}",
                errors.len(),
                rendered(&files, &errors)
            ));
            continue;
        };
        if !error.title().contains(title) || error.help_sentence().is_none_or(str::is_empty) {
            failures.push(format!("## {source}\nwanted {title}\n{}", error.render(&files)));
        }
    }
    assert!(failures.is_empty(), "{}\n{}", failures.len(), failures.join("\n\n"));
}
