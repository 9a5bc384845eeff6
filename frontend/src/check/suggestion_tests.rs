//! Tests that the first suggestion for an error of the rules leads to a valid package.

use super::check;
use super::tests::Tree;
use crate::diagnostic::Diagnostic;
use crate::suggestions::edited_files;

/// Returns the only error of a directory, and the directory after its first suggestion.
fn suggested(texts: &[(&str, &str)]) -> (Diagnostic, Vec<String>) {
    let mut tree = Tree::new(texts);
    let mut errors = check(&tree.input());
    let shown: Vec<_> = errors.iter().map(|(_, error)| error.render(&tree.files)).collect();
    assert_eq!(errors.len(), 1, "{}", shown.concat());
    let (_, error) = errors.remove(0);
    let Some(suggestion) = error.suggestions.first() else { panic!("no edit: {}", shown.concat()) };
    let edited = edited_files(&tree.files, &suggestion.edits).expect("the edits are valid");
    for (file, text) in edited {
        tree.files.set_text(file, text);
    }
    let left = tree.render();
    assert!(left.is_empty(), "{}{}", shown.concat(), left.concat());
    let ids = tree.folders.iter().flat_map(|folder| &folder.wit);
    (error, ids.map(|id| tree.files.get(*id).text.clone()).collect())
}

/// Returns a source with a package line, which a row may omit.
fn with_package(source: &str) -> String {
    if source.starts_with("package") {
        source.to_owned()
    } else {
        format!("package a:b;\n{source}")
    }
}

#[track_caller]
fn leads_to(rows: &[(&str, &str)]) {
    for (before, after) in rows {
        let (before, after) = (with_package(before), with_package(after));
        let (_, files) = suggested(&[("wit/a.wit", &before)]);
        assert_eq!(files, std::slice::from_ref(&after), "of {before}");
        if let Err(error) = wit_parser::Resolve::default().push_str("a.wit", &after) {
            panic!("{after}\n{error:?}");
        }
    }
}

#[test]
fn types() {
    leads_to(&[
        (
            "interface i { record r { a: u32 } f: func(x: borrow<r>); }",
            "interface i { record r { a: u32 } f: func(x: r); }",
        ),
        (
            "interface i { enum e { a } f: func(x: list<own<e>>); }",
            "interface i { enum e { a } f: func(x: list<e>); }",
        ),
        (
            "interface i { variant v { a(u8) } f: func() -> own<v>; }",
            "interface i { variant v { a(u8) } f: func() -> v; }",
        ),
        (
            "interface i { resource r; f: func() -> borrow<r>; }",
            "interface i { resource r; f: func() -> r; }",
        ),
        (
            "interface i { resource r; type h = borrow<r>; f: func() -> list<h>; }",
            "interface i { resource r; type h = borrow<r>; f: func() -> list<r>; }",
        ),
        (
            "interface i { resource r; type h = borrow<r>; f: func() -> result<u8, h>; }",
            "interface i { resource r; type h = borrow<r>; f: func() -> result<u8, r>; }",
        ),
        (
            "interface i { record tree { left: option<tree>, right: option<tree> } }",
            "interface i { record tree { left: option<u32>, right: option<u32> } }",
        ),
        (
            "interface i { variant v { leaf, node(list<v>) } }",
            "interface i { variant v { leaf, node(list<u32>) } }",
        ),
        (
            "interface i { record a { x: b } record b { y: list<a> } }",
            "interface i { record a { x: b } record b { y: list<u32> } }",
        ),
        (
            "interface i { resource r { constructor(); constructor(n: u8); } }",
            "interface i { resource r { constructor(); from-value: static func(n: u8) -> r; } }",
        ),
        (
            "interface i { resource r { constructor(); constructor() -> result<r>; } }",
            "interface i { resource r { constructor(); from-value: static func() -> result<r>; } }",
        ),
        (
            "interface i { resource r { r: func(); } }",
            "interface i { resource r { r-2: func(); } }",
        ),
    ]);
}

#[test]
fn more_than_32_flags_are_split() {
    let names: Vec<String> = (0..70).map(|number| format!("flag{number}")).collect();
    let before = format!("interface i {{\n    flags all {{ {} }}\n}}\n", names.join(", "));
    let after = format!(
        "interface i {{\n    flags all {{ {}, }} flags all-2 {{ {}, }} flags all-3 {{ {} }}\n}}\n",
        names[..32].join(", "),
        names[32..64].join(", "),
        names[64..].join(", ")
    );
    leads_to(&[(&before, &after)]);
}

#[test]
fn types_that_are_not_in_scope() {
    leads_to(&[
        (
            "interface shapes { record point { x: u8 } }\ninterface i {\n    f: func(p: point);\n}",
            "interface shapes { record point { x: u8 } }\ninterface i {\n    use shapes.{point};\n    f: func(p: point);\n}",
        ),
        (
            "interface shapes { type point = u8; }\ninterface i { f: func() -> list<point>; }",
            "interface shapes { type point = u8; }\ninterface i { use shapes.{point}; f: func() -> list<point>; }",
        ),
        (
            "interface t { type a = u8; type b = u8; }\ninterface i { use t.{a}; f: func(a: a, b: b); }",
            "interface t { type a = u8; type b = u8; }\ninterface i { use t.{a, b}; f: func(a: a, b: b); }",
        ),
        (
            "interface t { type a = u8; }\nworld w {\n  import f: func(a: a);\n}",
            "interface t { type a = u8; }\nworld w {\n  use t.{a};\n  import f: func(a: a);\n}",
        ),
        (
            "interface t { type a = u8; }\nworld w { export e: interface { f: func(a: a); } }",
            "interface t { type a = u8; }\nworld w { export e: interface { use t.{a}; f: func(a: a); } }",
        ),
        (
            "interface t { type address = u8; }\ninterface i { f: func(a: adress); g: func(a: adress); }",
            "interface t { type address = u8; }\ninterface i { use t.{address}; f: func(a: address); g: func(a: address); }",
        ),
        (
            "interface t { type address = u8; }\ninterface i { use t.{adress}; f: func(a: adress); }",
            "interface t { type address = u8; }\ninterface i { use t.{address}; f: func(a: address); }",
        ),
        (
            "interface t { type address = u8; }\ninterface i { use t.{adress as a}; f: func(a: a); }",
            "interface t { type address = u8; }\ninterface i { use t.{address as a}; f: func(a: a); }",
        ),
        (
            "interface t { type x = u8; }\ninterface i { use t.{other}; f: func() -> other; }",
            "interface t { type x = u8; }\ninterface i { use t.{x}; f: func() -> x; }",
        ),
        (
            "interface t { record item { a: u8 } }\ninterface i { f: func(a: t); g: func() -> t; }",
            "interface t { record item { a: u8 } }\ninterface i { use t.{item}; f: func(a: item); g: func() -> item; }",
        ),
        (
            "interface i { record address { a: u8 } f: func(a: adress); g: func() -> adress; }",
            "interface i { record address { a: u8 } f: func(a: address); g: func() -> address; }",
        ),
        (
            "interface t { type a = u8; }\ninterface i {\n\tf: func(a: a);\n}",
            "interface t { type a = u8; }\ninterface i {\n\tuse t.{a};\n\tf: func(a: a);\n}",
        ),
        (
            "interface t { type a = u8; }\r\ninterface i {\r\n    f: func(a: a);\r\n}",
            "interface t { type a = u8; }\r\ninterface i {\r\n    use t.{a};\r\n    f: func(a: a);\r\n}",
        ),
    ]);
}

#[test]
fn duplicates() {
    leads_to(&[
        ("interface i { f: func(); f: func(); }", "interface i { f: func(); }"),
        (
            "interface i {\n    f: func();\n    f: func(a: u8);\n}",
            "interface i {\n    f: func();\n    f-2: func(a: u8);\n}",
        ),
        (
            "interface i {\n    f: func();\n    /// Again.\n    f: func();\n}",
            "interface i {\n    f: func();\n}",
        ),
        (
            "interface i { record r { a: u8 } record r { a: u8 } }",
            "interface i { record r { a: u8 } }",
        ),
        (
            "interface i { record r { a: u8 } enum r { a } }",
            "interface i { record r { a: u8 } enum r-2 { a } }",
        ),
        ("interface i { type t = u8; type t = u8; }", "interface i { type t = u8; }"),
        ("interface i { record r { a: u8, a: u8 } }", "interface i { record r { a: u8 } }"),
        (
            "interface i { record r { a: u8, a: list<u8>, b: u8 } }",
            "interface i { record r { a: u8, a-2: list<u8>, b: u8 } }",
        ),
        (
            "interface i { record r { get-id: u8, get-ID: u8 } }",
            "interface i { record r { get-id: u8, get-id-2: u8 } }",
        ),
        ("interface i { enum e { a, b, a } }", "interface i { enum e { a, b } }"),
        ("interface i { flags f { a, a, } }", "interface i { flags f { a, } }"),
        (
            "interface i { variant v { a(u8), a(u16) } }",
            "interface i { variant v { a(u8), a-2(u16) } }",
        ),
        ("interface i { variant v { a(u8), a(u8) } }", "interface i { variant v { a(u8) } }"),
        ("interface i { f: func(a: u8, a: u8); }", "interface i { f: func(a: u8); }"),
        ("interface i { f: func(a: u8, a: u16); }", "interface i { f: func(a: u8, a-2: u16); }"),
        (
            "interface i { resource r { f: func(); f: static func(); } }",
            "interface i { resource r { f: func(); f-2: static func(); } }",
        ),
        ("interface i {}\ninterface i {}\n", "interface i {}\n"),
        (
            "interface i {}\ninterface i { f: func(); }\n",
            "interface i {}\ninterface i-2 { f: func(); }\n",
        ),
        ("interface i {}\nworld i {}\n", "interface i {}\nworld i-2 {}\n"),
        ("world w { import f: func(); import f: func(); }", "world w { import f: func(); }"),
        (
            "world w { export f: func(); export f: func(a: u8); }",
            "world w { export f: func(); export f-2: func(a: u8); }",
        ),
        (
            "world w { record q { a: u8 } import q: func(); }",
            "world w { record q { a: u8 } import q-2: func(); }",
        ),
        (
            "interface i {}\nworld w {\n    import i;\n    import i;\n}",
            "interface i {}\nworld w {\n    import i;\n}",
        ),
        (
            "interface t { type a = u8; }\ninterface i { use t.{a, a}; }",
            "interface t { type a = u8; }\ninterface i { use t.{a}; }",
        ),
        (
            "interface t { type a = u8; }\ninterface u { type a = u8; }\ninterface i { use t.{a}; use u.{a}; }",
            "interface t { type a = u8; }\ninterface u { type a = u8; }\ninterface i { use t.{a}; use u.{a as a-2}; }",
        ),
    ]);
}

#[test]
fn gates() {
    leads_to(&[
        (
            "package a:b@1.0.0;\n@deprecated(version = 1.0.0)\ninterface i {}",
            "package a:b@1.0.0;\n@since(version = 1.0.0)\n@deprecated(version = 1.0.0)\ninterface i {}",
        ),
        ("@deprecated(version = 1.0.0)\ninterface i {}", "interface i {}"),
        (
            "package a:b@1.0.0;\ninterface i { @deprecated(version = 1.0.0) f: func(); }",
            "package a:b@1.0.0;\ninterface i { @since(version = 1.0.0) @deprecated(version = 1.0.0) f: func(); }",
        ),
        (
            "@since(version = 0.2.0)\ninterface i { @since(version = 0.3.0) f: func(); }",
            "package a:b@0.3.0;\n@since(version = 0.2.0)\ninterface i { @since(version = 0.3.0) f: func(); }",
        ),
        (
            "package a:b@1.0.0;\n@since(version = 2.0.0)\ninterface i {}",
            "package a:b@1.0.0;\n@since(version = 1.0.0)\ninterface i {}",
        ),
        (
            "package a:b@1.0.0;\n@since(version = 1.0.0)\n@since(version = 1.0.0)\ninterface i {}",
            "package a:b@1.0.0;\n@since(version = 1.0.0)\ninterface i {}",
        ),
        (
            "package a:b@1.0.0;\n@since(version = 1.0.0) @unstable(feature = x)\ninterface i {}",
            "package a:b@1.0.0;\n@since(version = 1.0.0) interface i {}",
        ),
        (
            "interface i {\n    @unstable(feature = x)\n    type t = u8;\n    f: func() -> t;\n}",
            "interface i {\n    @unstable(feature = x)\n    type t = u8;\n    @unstable(feature = x)\n    f: func() -> t;\n}",
        ),
        (
            "interface i { @unstable(feature = x) type t = u8; record r { a: t, b: t } f: func(a: t); }",
            "interface i { @unstable(feature = x) type t = u8; @unstable(feature = x) record r { a: t, b: t } @unstable(feature = x) f: func(a: t); }",
        ),
        (
            "@unstable(feature = x)\ninterface i {}\nworld w { import i; }",
            "@unstable(feature = x)\ninterface i {}\nworld w { @unstable(feature = x) import i; }",
        ),
        (
            "interface i { @unstable(feature = x) type t = u8; }\ninterface j { use i.{t}; }",
            "interface i { @unstable(feature = x) type t = u8; }\ninterface j { @unstable(feature = x) use i.{t}; }",
        ),
        (
            "interface i { @unstable(feature = x) resource r { f: func(); } }",
            "interface i { @unstable(feature = x) resource r { @unstable(feature = x) f: func(); } }",
        ),
    ]);
}

#[test]
fn paths_and_worlds() {
    leads_to(&[
        (
            "world v { import f: func(); }\nworld w { include v with { g as h } }",
            "world v { import f: func(); }\nworld w { include v with { f as h } }",
        ),
        (
            "world v { import f: func(); import e: func(); }\nworld w { include v with { zzz as h, f as g } }",
            "world v { import f: func(); import e: func(); }\nworld w { include v with { f as g } }",
        ),
        (
            "interface i {}\nworld v { import i; }\nworld w { include v with { i as j } }",
            "interface i {}\nworld v { import i; }\nworld w { include v; }",
        ),
        (
            "interface t { type a = u8; }\nuse t.{a};\ninterface i { f: func() -> a; }",
            "interface t { type a = u8; }\ninterface i { use t.{a}; f: func() -> a; }",
        ),
        (
            "interface t { type a = u8; type b = u8; }\nuse t.{a, b};\ninterface i { f: func() -> a; }\ninterface j { f: func() -> b; }",
            "interface t { type a = u8; type b = u8; }\ninterface i { use t.{a}; f: func() -> a; }\ninterface j { use t.{b}; f: func() -> b; }",
        ),
        (
            "interface i { use j.{t}; type u = u8; f: func(u: u); }\ninterface j { use i.{u}; type t = u; }",
            "interface i { type u = u8; f: func(u: u); }\ninterface j { use i.{u}; type t = u; }",
        ),
        (
            "interface r { type x = u8; }\ninterface s { use r.{x}; f: func() -> x; }\ninterface t { use r.{x}; use s.{x as y}; g: func(x: y) -> x; }\nworld w { export r; export t; export u: interface { use s.{x}; f: func() -> x; } }",
            "interface r { type x = u8; }\ninterface s { use r.{x}; f: func() -> x; }\ninterface t { use r.{x}; use s.{x as y}; g: func(x: y) -> x; }\nworld w { export s; export r; export t; export u: interface { use s.{x}; f: func() -> x; } }",
        ),
    ]);
}

#[test]
fn a_package_line_is_added() {
    let (_, files) = suggested(&[("wit/a.wit", "// A comment.\ninterface i {}\n")]);
    assert_eq!(files, ["package my-org:my-package;\n\n// A comment.\ninterface i {}\n"]);
}

#[test]
fn fixes_reach_other_packages() {
    let own = "package a:b;\n@since(version = 1.0.0)\ninterface i { type t = u8; }\n";
    let other = "package a:c;\ninterface j { use a:b/i.{t}; }\n";
    let (_, files) = suggested(&[("wit/b/b.wit", own), ("wit/c/c.wit", other)]);
    assert_eq!(files[0], own.replace("a:b;", "a:b@1.0.0;"));
    assert_eq!(files[1], other.replace("a:b/i", "a:b/i@1.0.0"));

    let types = "package t:types@1.0.0;\ninterface types { record item { a: u8 } }\n";
    let user = "package a:b;\ninterface i { f: func() -> item; }\n";
    let (_, files) = suggested(&[("wit/deps/t/t.wit", types), ("wit/a.wit", user)]);
    assert_eq!(files[1], user.replace("f:", "use t:types/types@1.0.0.{item}; f:"));
}

#[test]
fn definitions_that_are_missing_are_guesses() {
    let rows = [
        (
            "interface i { f: func() -> nope; }",
            "interface i { record nope { value: u32 } f: func() -> nope; }",
        ),
        (
            "world w { import f: func() -> nope; }",
            "world w { record nope { value: u32 } import f: func() -> nope; }",
        ),
        (
            "interface t { f: func(); } interface i { use t.{nope}; g: func() -> nope; }",
            "interface t { record nope { value: u32 } f: func(); } interface i { use t.{nope}; g: func() -> nope; }",
        ),
        (
            "interface i { use t.{a, b as c}; f: func(a: a) -> c; }",
            "interface i { use t.{a, b as c}; f: func(a: a) -> c; }\n\ninterface t {\n    record a { value: u32 }\n    record b { value: u32 }\n}",
        ),
        ("interface i { enum e { } }", "interface i { enum e { some-name } }"),
        ("interface i { record r {} }", "interface i { record r { some-field: u32 } }"),
    ];
    leads_to(&rows);
    for (before, _) in rows {
        let (error, _) = suggested(&[("wit/a.wit", &with_package(before))]);
        assert!(error.suggestions.iter().all(|suggestion| suggestion.is_guess), "{before}");
    }
}

#[test]
fn edits_of_names_in_the_source_are_no_guesses() {
    for source in [
        "interface i { getUrl: func(); }",
        "interface i { record point { x: u32 } f: func() -> piont; }",
        "world v { import fetch: func(); } world w { include v with { fecth as g } }",
    ] {
        let (error, _) = suggested(&[("wit/a.wit", &with_package(source))]);
        assert!(error.suggestions.iter().all(|suggestion| !suggestion.is_guess), "{source}");
    }
}

#[test]
fn paths_without_a_namespace() {
    let types = "package t:types@1.0.0;\ninterface kinds { record item { a: u8 } }\n";
    for path in ["types/kinds@1.0.0", "types/kinds"] {
        let user =
            format!("package a:b;\ninterface i {{ use {path}.{{item}}; f: func() -> item; }}\n");
        let (_, files) = suggested(&[("wit/deps/t/t.wit", types), ("wit/a.wit", &user)]);
        assert_eq!(files[1], user.replace(path, "t:types/kinds@1.0.0"));
    }
    leads_to(&[(
        "interface t { type x = u8; }\ninterface i { use t/x; f: func() -> x; }",
        "interface t { type x = u8; }\ninterface i { use t.{x}; f: func() -> x; }",
    )]);
}
