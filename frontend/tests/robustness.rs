//! Input of any shape and size is checked in bounded time and stack: no panic, no overflow, and an error for what is invalid.

use std::thread;

use airssys_bindings_frontend::check::{Input, check};
use airssys_bindings_frontend::diagnostic::Diagnostic;
use airssys_bindings_frontend::files::{Files, SourceFile};
use airssys_bindings_frontend::sources::Folder;

/// The stack of a thread of the compiler that runs a macro.
const STACK: usize = 8 * 1024 * 1024;

/// Checks one file as a package of its own, on a stack of the compiler's size.
fn errors(source: String) -> Vec<Diagnostic> {
    let run = move || {
        let mut files = Files::default();
        let id = files.add(SourceFile {
            path: "wit/a.wit".to_owned(),
            absolute: "a.wit".into(),
            text: source,
            byte_order_mark: false,
            executable: false,
        });
        let folder = Folder { path: "wit".to_owned(), wit: vec![id], ..Folder::default() };
        let input = Input {
            files: &files,
            folders: &[folder],
            decoded: &[],
            features: &[],
            all_features: false,
            accessors: true,
        };
        check(&input).into_iter().map(|(_, error)| error).collect()
    };
    let thread = thread::Builder::new().stack_size(STACK).spawn(run).expect("threads can start");
    thread.join().expect("the rules do not panic")
}

#[test]
fn nested_constructs_do_not_overflow_the_stack() {
    for (start, level) in [
        ("", "interface i { "),
        ("", "world w { "),
        ("", "package a:c { "),
        ("", "package a:c { interface i { "),
        ("", "mod m { "),
        ("", "trait t { "),
        ("", "pub "),
        ("", "export "),
        ("", "default "),
        ("", "@since("),
        ("", "@since(version = 1.0.0) "),
        ("", "/* "),
        ("", "{ "),
        ("interface i { ", "interface i { "),
        ("interface i { ", "world w { "),
        ("interface i { ", "resource r { "),
        ("interface i { resource r { ", "m: static func("),
        ("interface i { ", "record r { "),
        ("interface i { ", "record r { a: "),
        ("interface i { ", "struct s { a: "),
        ("interface i { ", "enum e { "),
        ("interface i { ", "pub "),
        ("interface i { ", "async "),
        ("interface i { ", "fn f("),
        ("interface i { ", "use a.{"),
        ("interface i { use ", "a."),
        ("interface i { use ", "a/"),
        ("interface i { use ", "a:"),
        ("interface i { variant v { ", "a("),
        ("interface i { f: ", "func(a: "),
        ("interface i { f: ", "func() -> "),
        ("interface i { f: ", "async "),
        ("interface i { type t = ", "list<"),
        ("interface i { type t = ", "result<_, "),
        ("interface i { type t = ", "map<u8, "),
        ("interface i { type t = ", "a | "),
        ("interface i { type t = ", "a?"),
        ("interface i { type t = ", "<"),
        ("interface i { type t = ", "["),
        ("interface i { type t = ", "[u8; "),
        ("interface i { type t = ", "("),
        ("interface i { type t = ", "&"),
        ("interface i { type t = ", "&mut "),
        ("interface i { type t = ", "*const "),
        ("interface i { type t = ", "dyn "),
        ("interface i { type t = ", "a::"),
        ("world w { ", "world w { "),
        ("world w { ", "interface i { "),
        ("world w { ", "pub "),
        ("world w { ", "import i: interface { "),
        ("world w { import i: ", "interface { x: "),
        ("world w { ", "include a with { "),
        ("world w { ", "import "),
        ("world w { ", "default "),
    ] {
        let source = format!("package a:b;\n{start}{}", level.repeat(20_000));
        assert!(!errors(source).is_empty(), "`{start}{level}…` is valid");
    }
}

/// Returns `item(0)`, `item(1)`, … as one text.
fn many(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect()
}

#[test]
fn many_items_and_many_errors_take_linear_time() {
    const N: usize = 3_000;
    let interface = |items: String| format!("package a:b;\ninterface i {{\n{items}}}\n");
    let world = |items: String| format!("package a:b;\nworld w {{\n{items}}}\n");
    let sources = [
        ("missing colons", interface("f func;\n".repeat(N))),
        ("unknown types", interface(many(N, |i| format!("f{i}: func(x: unknown{i});\n")))),
        ("one unknown type", interface(many(N, |i| format!("f{i}: func(x: unknown);\n")))),
        (
            "similar types",
            interface(many(N / 10, |i| format!("type known{i} = u8;\nf{i}: func(x: knowm{i});\n"))),
        ),
        ("duplicate functions", interface("f: func();\n".repeat(N))),
        ("functions", interface(many(N, |i| format!("f{i}: func();\n")))),
        ("functions and an error", interface(many(N, |i| format!("f{i}: func();\n")) + "f: x;\n")),
        ("types", interface(many(N, |i| format!("type t{i} = t{};\n", i + 1)))),
        ("lists", interface(many(N, |i| format!("type t{i} = list<t{}>;\n", i + 1)))),
        (
            "records",
            interface(many(N / 4, |i| format!("record r{i} {{ a: r{}, b: r{0} }}\n", i + 1))),
        ),
        ("a cycle of types", interface(many(N, |i| format!("type t{i} = t{};\n", (i + 1) % N)))),
        ("fields", interface(format!("record r {{ {} }}", many(N, |i| format!("a{i}: u8, "))))),
        ("equal fields", interface(format!("record r {{ {} }}", "a: u8, ".repeat(N)))),
        ("cases", interface(format!("enum e {{ {} }}", many(N, |i| format!("a{i}, "))))),
        ("flags", interface(format!("flags f {{ {} }}", many(N, |i| format!("a{i}, "))))),
        ("parameters", interface(format!("f: func({});", many(N, |i| format!("a{i}: u8, "))))),
        (
            "methods",
            interface(format!("resource r {{ {} }}", many(N, |i| format!("m{i}: func();\n")))),
        ),
        ("gates", interface(many(N, |i| format!("@unstable(feature = f{i})\nf{i}: func();\n")))),
        (
            "attributes",
            format!(
                "package a:b@1.0.0;\n{}interface i {{}}",
                "@since(version = 1.0.0)\n".repeat(N)
            ),
        ),
        (
            "interfaces",
            "package a:b;\n".to_owned() + &many(N, |i| format!("interface i{i} {{ }}\n")),
        ),
        (
            "invalid interfaces",
            "package a:b;\n".to_owned() + &many(N, |i| format!("interface i{i} {{ x }}\n")),
        ),
        ("equal interfaces", "package a:b;\n".to_owned() + &"interface i { }\n".repeat(N)),
        (
            "packages",
            "package a:b;\n".to_owned()
                + &many(N / 4, |i| format!("package a:b{i} {{ interface i {{}} }}\n")),
        ),
        (
            "equal packages",
            "package a:b;\n".to_owned() + &"package a:c { interface i {} }\n".repeat(N / 4),
        ),
        ("imports", world(many(N, |i| format!("import f{i}: func();\n")))),
        ("missing imports", world(many(N, |i| format!("import x:y/i{i};\n")))),
        ("unknown imports", world(many(N, |i| format!("import i{i};\n")))),
        (
            "includes of one world",
            world("include v;\n".repeat(N)) + "world v { import f: func(); }\n",
        ),
        (
            "uses",
            "package a:b;\ninterface j { type t = u8; }\n".to_owned()
                + &interface(many(N, |i| format!("use j.{{t as t{i}}};\n")))[13..],
        ),
        (
            "a chain of uses",
            "package a:b;\n".to_owned()
                + &many(N / 10, |i| format!("interface i{i} {{ use i{}.{{t}}; }}\n", i + 1)),
        ),
        (
            "a chain of includes",
            "package a:b;\n".to_owned()
                + &many(N / 10, |i| format!("world w{i} {{ include w{}; }}\n", i + 1)),
        ),
        (
            "a diamond of includes",
            "package a:b;\n".to_owned()
                + &many(60, |i| format!("world w{i} {{ include w{0}; include w{0}; }}\n", i + 1))
                + "world w60 { import f: func(); }\n",
        ),
        (
            "two diamonds of includes",
            "package a:b;\n".to_owned()
                + &many(60, |i| {
                    format!(
                        "world v{i} {{ include v{0}; include w{0}; }}\nworld w{i} {{ include v{0}; include w{0}; }}\n",
                        i + 1
                    )
                })
                + "world v60 { import f: func(); }\nworld w60 { import g: func(); }\n",
        ),
        (
            "a diamond of uses",
            "package a:b;\n".to_owned()
                + &many(60, |i| {
                    format!(
                        "interface i{i} {{ use i{0}.{{t as a}}; use i{0}.{{t as b}}; record t {{ a: a, b: b }} }}\n",
                        i + 1
                    )
                })
                + "interface i60 { type t = u8; }\nworld w { export i0; }\n",
        ),
        ("a long name", interface(format!("{}: func();", "a".repeat(N * 50)))),
        ("a long invalid name", interface(format!("{}: func();", "a-".repeat(N * 25)))),
        ("comments", interface("/* */ // x\n".repeat(N))),
        ("open comments", interface("/* ".repeat(N))),
        ("braces", interface("{".repeat(N))),
        ("closing braces", interface("}".repeat(N))),
        ("one long line", interface("f: func(x: nope); ".repeat(N))),
        ("semicolons", interface(";".repeat(N))),
        ("quotes", interface("\"".repeat(N))),
        ("hashes", interface("# x\n".repeat(N))),
        ("words", interface("word ".repeat(N))),
        ("invisible characters", interface("\u{200b} ".repeat(N))),
    ];
    for (name, source) in sources {
        // A quadratic rule would take minutes here.
        assert!(errors(source).len() <= 10 * N, "{name}");
    }
}
