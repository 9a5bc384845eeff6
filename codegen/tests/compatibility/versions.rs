//! The versions that allow changes, whole reports, and the edits in them.

use std::fs;
use std::path::Path;

use airssys_bindings_codegen::compatibility::{Baseline, Request, check};
use airssys_bindings_codegen::diagnostic::edited;
use airssys_bindings_codegen::roots::Roots;

use crate::changes::cases;
use crate::{assert_golden, compare, compare_sources, given, rendered, titles, write};

/// Returns the titles of the errors for a change of a package at two versions.
fn errors(old: &str, new: &str, (before, after): (&str, &str)) -> Vec<String> {
    let wit =
        |version: &str, items: &str| format!("package a:b{version};\ninterface i {{ {items} }}");
    titles(&compare_sources(&wit(old, before), &wit(new, after)))
}

const NOTHING: (&str, &str) = ("f: func();", "f: func();");
const ADDITION: (&str, &str) = ("f: func();", "f: func(); g: func();");
const BREAKING: (&str, &str) = ("f: func();", "f: func() -> u8;");
const UNSTABLE: (&str, &str) = ("f: func();", "f: func(); @unstable(feature = x) g: func();");

#[test]
fn versions_allow_changes_by_the_rules_of_semver() {
    let allowed = [
        ("@1.2.0", "@1.2.0", NOTHING),
        ("@1.2.0", "@1.2.1", UNSTABLE),
        ("@1.2.0", "@1.3.0", ADDITION),
        ("@1.2.0", "@2.0.0", BREAKING),
        ("@1.2.0", "@2.0.0-rc.1", BREAKING),
        ("@0.2.0", "@0.2.1", ADDITION),
        ("@0.2.0", "@0.3.0", BREAKING),
        ("@1.0.0-rc.1", "@1.0.0-rc.2", BREAKING),
        ("", "@1.0.0", BREAKING),
        ("", "", ADDITION),
    ];
    for (old, new, change) in allowed {
        assert_eq!(errors(old, new, change), Vec::<String>::new(), "{old} {new} {change:?}");
    }
    let refused = [
        ("@1.2.0", "@1.2.0", UNSTABLE, 1),
        ("@1.2.0", "@1.2.9", ADDITION, 1),
        ("@1.2.0", "@1.9.0", BREAKING, 2),
        ("@1.2.0", "@1.3.0-rc.1", BREAKING, 2),
        ("@0.2.0", "@0.2.9", BREAKING, 2),
        ("@1.0.0-rc.1", "@1.0.0-rc.1", ADDITION, 1),
        ("", "", BREAKING, 1),
        ("@1.2.0", "@1.1.0", NOTHING, 1),
        ("@1.2.0", "", NOTHING, 1),
    ];
    for (old, new, change, count) in refused {
        assert_eq!(errors(old, new, change).len(), count, "{old} {new} {change:?}");
    }
}

#[test]
fn reports_match_the_goldens() {
    let old = "package shop:api@1.2.0;

interface types {
    record money { cents: u32 }
}

interface cart {
    use types.{money};

    /// What is in the cart.
    resource goods {
        add: func(name: string);
        /// Removes all.
        clear: func();
    }

    @since(version = 1.0.0)
    total: func() -> money;
    count: func() -> u32;
}

world shop {
    import cart;
    import log: func(text: string);
    export run: func();
}
";
    let new = "package shop:api@1.3.0;

interface types {
    record money { cents: u64 }
}

interface cart {
    use types.{money};

    /// What is in the cart.
    resource goods {
        add: func(name: string, count: u32);
    }

    count: func() -> u32;
}

interface other {
    f: func();
}

world shop {
    import cart;
    import other;
    export start: func();
}
";
    assert_golden("breaking", &rendered(&compare_sources(old, new)));
    let more = old.replace(
        "count: func",
        "size: func() -> u32;\n    weight: func() -> u32;\n    count: func",
    );
    assert_golden("addition", &rendered(&compare_sources(old, &more)));
    let lower = old.replace("1.2.0", "1.1.0");
    assert_golden("lower", &rendered(&compare_sources(old, &lower)));
}

#[test]
fn a_new_version_is_written_where_the_package_is_named() {
    let folder = tempfile::tempdir().expect("writable");
    let path = |path: &str| folder.path().join(path);
    write(&path("v1/b.wit"), "package a:b@1.0.0; interface i { f: func(); }");
    write(&path("wit/b/b.wit"), "package a:b@1.0.0; interface i { f: func(); g: func(); }");
    write(&path("wit/c/c.wit"), "package c:d; world w { import a:b/i@1.0.0; }");
    let compare = || compare(folder.path(), Baseline::Path(given("v1")));
    let report = compare();
    assert_eq!(report.diagnostics.len(), 1, "{}", rendered(&report));
    let suggestion = &report.diagnostics[0].suggestions[0];
    assert_eq!(
        (suggestion.sentence.as_str(), suggestion.edits.len()),
        ("write the version `1.1.0`", 2)
    );
    for edit in &suggestion.edits {
        let file = report.files.get(edit.file);
        fs::write(&file.absolute, edited(&file.text, &[edit]).expect("valid")).expect("writable");
    }
    assert_eq!(titles(&compare()), Vec::<String>::new());
}

#[test]
fn suggestions_remove_their_errors() {
    let (mut tried, mut without) = (0, 0);
    for (_, (_, old), (_, new)) in cases() {
        let report = compare_sources(&old, &new);
        for error in &report.diagnostics {
            let Some(suggestion) = error.suggestions.first() else {
                without += 1;
                continue;
            };
            tried += 1;
            let edits: Vec<_> = suggestion.edits.iter().collect();
            let text = edited(&new, &edits).expect("valid edits");
            let after = compare_sources(&old, &text);
            assert!(!titles(&after).contains(&error.title()), "{old}\n{new}\n{text}");
            assert!(after.diagnostics.len() < report.diagnostics.len(), "{old}\n{new}\n{text}");
        }
    }
    assert!(
        tried > 100 && without < tried / 4,
        "{tried} errors with suggestions, {without} without"
    );
}

#[test]
fn packages_are_compared_by_name() {
    let folder = tempfile::tempdir().expect("writable");
    let path = |path: &str| folder.path().join(path);
    write(&path("v1/a.wit"), "package a:a@1.0.0; interface i { f: func(); }");
    write(&path("v1/b/b.wit"), "package b:b@1.0.0; interface i { f: func(); }");
    write(&path("wit/moved/a.wit"), "package a:a@1.0.0; interface i { f: func(); }");
    write(&path("wit/c/c.wit"), "package c:c@1.0.0; interface i { f: func(); }");
    let report = compare(folder.path(), Baseline::Path(given("v1")));
    assert_eq!(titles(&report), ["package `b:b` was removed [AB1110]"]);
    write(&path("v2/d.wit"), "package d:d; interface i { f: func(); }");
    let report = compare(folder.path(), Baseline::Path(given("v2")));
    assert_eq!(titles(&report), ["no package of the directory is in `v2` [AB1107]"]);
}

#[test]
fn compatible_versions_of_one_package_are_pairs() {
    let folder = tempfile::tempdir().expect("writable");
    let path = |path: &str| folder.path().join(path);
    write(&path("v1/one/a.wit"), "package a:a@1.0.0; interface i { f: func(); }");
    write(&path("v1/two/a.wit"), "package a:a@2.0.0; interface i { f: func() -> u8; }");
    write(&path("wit/one/a.wit"), "package a:a@1.1.0; interface i { f: func(); g: func(); }");
    write(&path("wit/two/a.wit"), "package a:a@2.0.0; interface i { f: func() -> u8; }");
    let report = compare(folder.path(), Baseline::Path(given("v1")));
    assert_eq!(titles(&report), Vec::<String>::new());
}

#[test]
fn types_of_another_package_are_compared_by_structure_if_its_version_is_not_compatible() {
    let folder = tempfile::tempdir().expect("writable");
    let path = |path: &str| folder.path().join(path);
    let uses = |version: &str| {
        format!(
            "package a:a@1.0.0; interface i {{ use b:b/t@{version}.{{r, s}}; f: func(r: r) -> s; }}"
        )
    };
    write(&path("v1/a.wit"), &uses("1.0.0"));
    write(
        &path("v1/deps/b.wit"),
        "package b:b@1.0.0; interface t { record r { a: u8 } resource s; }",
    );
    write(&path("wit/a.wit"), &uses("1.1.0"));
    write(
        &path("wit/deps/b.wit"),
        "package b:b@1.1.0; interface t { record r { a: u8 } resource s; }",
    );
    let compare = || compare(folder.path(), Baseline::Path(given("v1")));
    assert_eq!(titles(&compare()), Vec::<String>::new());
    write(&path("wit/a.wit"), &uses("2.0.0"));
    write(
        &path("wit/deps/b.wit"),
        "package b:b@2.0.0; interface t { record r { a: u16 } resource s; }",
    );
    assert_eq!(
        titles(&compare()),
        [
            "the version of package `a:a@1.0.0` does not allow its changes [AB1130]",
            "type `r` changed from `b:b/t@1.0.0.r` to `b:b/t@2.0.0.r` [AB1122]",
            "resource `s` was moved from `b:b/t@1.0.0` to `b:b/t@2.0.0` [AB1123]",
        ]
    );
}

#[test]
fn encoded_packages_are_compared() {
    let folder = tempfile::tempdir().expect("writable");
    let mut resolve = wit_parser::Resolve::default();
    let old = "package a:b@1.0.0; interface i { f: func(); g: func(); }";
    let package = resolve.push_str("a.wit", old).expect("valid");
    let bytes = wit_component::encode(&resolve, package, false).expect("valid");
    fs::write(folder.path().join("b-1.0.0.wasm"), bytes).expect("writable");
    write(
        &folder.path().join("wit/a.wit"),
        "package a:b@1.0.0;\n\ninterface i {\n    g: func();\n}\n",
    );
    let report = compare(folder.path(), Baseline::Path(given("b-1.0.0.wasm")));
    assert_golden("package", &rendered(&report));
}

#[test]
fn without_a_previous_version_there_is_nothing_to_compare() {
    let request = Request { roots: Roots::default(), baseline: None };
    assert_golden("no-baseline", &rendered(&check(&request)));
}

#[test]
fn errors_in_the_directory_come_first() {
    let report =
        compare_sources("package a:b; interface {", "package a:b; interface i { f: func() -> t; }");
    assert_eq!(report.diagnostics.len(), 1, "{}", rendered(&report));
    assert!(rendered(&report).contains("--> wit/a.wit:1:41"), "{}", rendered(&report));
}

#[test]
fn a_directory_is_compatible_with_itself() {
    let wit = Path::new(env!("CARGO_MANIFEST_DIR")).join("../wit");
    let wit = given(&wit.to_string_lossy());
    let roots = Roots { path: vec![wit.clone()], ..Roots::default() };
    let report = check(&Request { roots, baseline: Some(Baseline::Path(wit)) });
    assert_eq!(titles(&report), Vec::<String>::new());
    for (_, (_, old), (_, new)) in cases() {
        for source in [old, new] {
            let report = compare_sources(&source, &source);
            assert_eq!(titles(&report), Vec::<String>::new(), "{source}");
        }
    }
}
