//! A table of changes: the items of an interface or a world, and the findings.

use crate::compare_sources;

/// Returns the findings between two versions of items: message, and who is broken.
fn findings(old: &str, new: &str) -> Vec<String> {
    let report = compare_sources(old, new);
    let findings = report.diagnostics.iter().map(|error| {
        let notes = error.trail.iter().map(|step| step.text.trim_start_matches("this breaks "));
        let title = error.title();
        let (message, code) = title.rsplit_once(" [AB").expect("a code");
        format!("{} {message}: {}", &code[..4], notes.collect::<Vec<_>>().join(", "))
    });
    findings.collect()
}

/// A change of the items of an interface that is imported, with its findings.
struct Case {
    old: &'static str,
    new: &'static str,
    findings: &'static [&'static str],
}

const INTERFACE: &[Case] = &[
    Case { old: "f: func();", new: "/// Docs.\nf: func();", findings: &[] },
    Case { old: "f: func(); g: func();", new: "g: func(); f: func();", findings: &[] },
    Case { old: "f: func(); g: func();", new: "f: func();", findings: &[] },
    Case { old: "f: func(a: u8);", new: "g: func(a: u8);", findings: &[] },
    Case { old: "f: func(a: u8);", new: "f: func(a: u16);", findings: &[] },
    Case { old: "f: func(a: u8);", new: "f: func(b: u8);", findings: &[] },
    Case { old: "f: func(a: u8);", new: "f: func(a: u8, b: u8);", findings: &[] },
    Case { old: "f: func(a: u8, b: u8);", new: "f: func(b: u8);", findings: &[] },
    Case { old: "f: func(a: u8, b: u8);", new: "f: func(b: u8, a: u8);", findings: &[] },
    Case { old: "f: func();", new: "f: func() -> string;", findings: &[] },
    Case { old: "f: func() -> option<u8>;", new: "f: func() -> u8;", findings: &[] },
    Case { old: "f: func();", new: "f: async func();", findings: &[] },
    Case { old: "f: func();", new: "f: func(); g: func();", findings: &[] },
    Case { old: "record r { a: u8 }", new: "record r { a: u8, b: u8 }", findings: &[] },
    Case { old: "record r { a: u8, b: u8 }", new: "record r { a: u8 }", findings: &[] },
    Case { old: "record r { a: u8, b: u8 }", new: "record r { b: u8, a: u8 }", findings: &[] },
    Case { old: "record r { a: u8 }", new: "record r { b: u8 }", findings: &[] },
    Case { old: "record r { a: u8 }", new: "record r { a: u16 }", findings: &[] },
    Case { old: "record r { a: u8 }", new: "record s { a: u8 }", findings: &[] },
    Case { old: "record r { a: u8 }", new: "variant r { a(u8) }", findings: &[] },
    Case { old: "record r { a: u8 }", new: "record s { a: u8 } type r = s;", findings: &[] },
    Case { old: "variant v { a, b(u8) }", new: "variant v { a, b(u8), c }", findings: &[] },
    Case { old: "variant v { a, b(u8) }", new: "variant v { a, b }", findings: &[] },
    Case { old: "enum e { a, b }", new: "enum e { a, b, c }", findings: &[] },
    Case { old: "enum e { a, b }", new: "enum e { a }", findings: &[] },
    Case { old: "enum e { a, b }", new: "enum e { b, a }", findings: &[] },
    Case { old: "flags p { a, b }", new: "flags p { a, b, c }", findings: &[] },
    Case { old: "flags p { a, b }", new: "flags p { a, x }", findings: &[] },
    Case { old: "type t = u8;", new: "type t = u16;", findings: &[] },
    Case { old: "type t = u8; f: func() -> t;", new: "type t = u16; f: func() -> t;", findings: &[] },
    Case { old: "type t = u8; f: func() -> t;", new: "type t = u8; f: func() -> u8;", findings: &[] },
    Case { old: "type t = u8;", new: "", findings: &[] },
    Case { old: "resource r { m: func(); }", new: "resource r { m: func(); n: func(); }", findings: &[] },
    Case { old: "resource r { m: func(); n: func(); }", new: "resource r { m: func(); }", findings: &[] },
    Case { old: "resource r { m: func(); }", new: "resource r { m: static func(); }", findings: &[] },
    Case { old: "resource r { constructor(); }", new: "resource r { constructor(a: u8); }", findings: &[] },
    Case { old: "resource r { constructor(); }", new: "resource r;", findings: &[] },
    Case { old: "resource r { m: func(); }", new: "resource s { m: func(); }", findings: &[] },
    Case { old: "resource r { m: func(); }", new: "", findings: &[] },
    Case { old: "resource r; f: func(a: borrow<r>);", new: "resource r; f: func(a: r);", findings: &[] },
    Case { old: "@unstable(feature = x) f: func();", new: "", findings: &[] },
    Case { old: "@unstable(feature = x) f: func();", new: "@unstable(feature = x) f: func(a: u8);", findings: &[] },
    Case { old: "@unstable(feature = x) f: func();", new: "@since(version = 1.0.0) f: func(a: u8);", findings: &[] },
    Case { old: "f: func();", new: "@unstable(feature = x) f: func();", findings: &[] },
    Case { old: "@since(version = 1.0.0) f: func();", new: "@since(version = 1.0.0) @deprecated(version = 1.0.0) f: func();", findings: &[] },
];

#[test]
fn print() {
    for (role, worlds) in [("import", "world w { import i; }"), ("export", "world w { export i; }"), ("", "")] {
        println!("== {role}");
        for Case { old, new, findings: _ } in INTERFACE {
            let wit = |items: &str| format!("package a:b@1.0.0;\ninterface i {{ {items} }}\n{worlds}\n");
            println!("{old}  =>  {new}");
            for finding in findings(&wit(old), &wit(new)) {
                println!("      {finding}");
            }
        }
    }
}
