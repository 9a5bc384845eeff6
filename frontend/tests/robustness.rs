//! Input of any shape and size is checked with bounded work, output and stack: no panic, no overflow, and an error for what is invalid.

mod packages;

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;
use std::thread;

use packages::Packages;

/// The stack of a thread of the compiler that runs a macro.
const STACK: usize = 8 * 1024 * 1024;

/// The system's allocator, which counts the bytes that a thread allocates.
///
/// They measure work independently of the machine and its load: work of more than linear size allocates.
struct Counting;

thread_local! {
    static ALLOCATED: Cell<usize> = const { Cell::new(0) };
}

fn count(layout: Layout) {
    // The value is gone at the end of a thread.
    let _ = ALLOCATED.try_with(|bytes| bytes.set(bytes.get() + layout.size()));
}

#[allow(unsafe_code, reason = "an allocator is unsafe; this one passes each call on")]
// SAFETY: `System` keeps the contract of the trait, and counting does not allocate.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout);
        // SAFETY: the caller keeps the contract of `alloc`.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: the caller keeps the contract of `dealloc`.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The result of a check.
struct Checked {
    /// The number of errors.
    errors: usize,
    /// The bytes that were allocated for the check.
    work: usize,
    /// The bytes that the first errors print, as many as a build shows.
    printed: usize,
}

/// The number of errors that a build shows.
const SHOWN: usize = 20;

/// Checks one file as a package of its own, on a stack of the compiler's size.
fn checked(source: String) -> Checked {
    let run = move || {
        let packages = Packages::new(&[("wit/a.wit", &source)]);
        let before = ALLOCATED.get();
        let errors = packages.errors();
        let work = ALLOCATED.get() - before;
        let printed =
            errors.iter().take(SHOWN).map(|error| error.render(&packages.files).len()).sum();
        Checked { errors: errors.len(), work, printed }
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
        let source = format!("package a:b;\n{start}{}", level.repeat(4_000));
        assert!(checked(source).errors > 0, "`{start}{level}…` is valid");
    }
}

/// Returns `item(0)`, `item(1)`, … as one text.
fn many(count: usize, item: impl Fn(usize) -> String) -> String {
    (0..count).map(item).collect()
}

/// Returns sources with about `n` items or errors of each kind.
fn sources(n: usize) -> Vec<(&'static str, String)> {
    let interface = |items: String| format!("package a:b;\ninterface i {{\n{items}}}\n");
    let world = |items: String| format!("package a:b;\nworld w {{\n{items}}}\n");
    vec![
        ("missing colons", interface("f func;\n".repeat(n))),
        ("unknown types", interface(many(n, |i| format!("f{i}: func(x: unknown{i});\n")))),
        ("one unknown type", interface(many(n, |i| format!("f{i}: func(x: unknown);\n")))),
        (
            "similar types",
            interface(many(n * 2, |i| format!("type known{i} = u8;\nf{i}: func(x: knowm{i});\n"))),
        ),
        ("duplicate functions", interface("f: func();\n".repeat(n))),
        ("functions", interface(many(n, |i| format!("f{i}: func();\n")))),
        ("functions and an error", interface(many(n, |i| format!("f{i}: func();\n")) + "f: x;\n")),
        ("types", interface(many(n, |i| format!("type t{i} = t{};\n", i + 1)))),
        ("lists", interface(many(n, |i| format!("type t{i} = list<t{}>;\n", i + 1)))),
        (
            "records",
            interface(many(n / 4, |i| format!("record r{i} {{ a: r{}, b: r{0} }}\n", i + 1))),
        ),
        ("a cycle of types", interface(many(n, |i| format!("type t{i} = t{};\n", (i + 1) % n)))),
        ("fields", interface(format!("record r {{ {} }}", many(n, |i| format!("a{i}: u8, "))))),
        ("equal fields", interface(format!("record r {{ {} }}", "a: u8, ".repeat(n)))),
        ("cases", interface(format!("enum e {{ {} }}", many(n, |i| format!("a{i}, "))))),
        ("flags", interface(format!("flags f {{ {} }}", many(n, |i| format!("a{i}, "))))),
        ("parameters", interface(format!("f: func({});", many(n, |i| format!("a{i}: u8, "))))),
        (
            "methods",
            interface(format!("resource r {{ {} }}", many(n, |i| format!("m{i}: func();\n")))),
        ),
        ("gates", interface(many(n, |i| format!("@unstable(feature = f{i})\nf{i}: func();\n")))),
        (
            "attributes",
            format!(
                "package a:b@1.0.0;\n{}interface i {{}}",
                "@since(version = 1.0.0)\n".repeat(n)
            ),
        ),
        (
            "interfaces",
            "package a:b;\n".to_owned() + &many(n, |i| format!("interface i{i} {{ }}\n")),
        ),
        (
            "invalid interfaces",
            "package a:b;\n".to_owned() + &many(n, |i| format!("interface i{i} {{ x }}\n")),
        ),
        ("equal interfaces", "package a:b;\n".to_owned() + &"interface i { }\n".repeat(n)),
        (
            "packages",
            "package a:b;\n".to_owned()
                + &many(n / 4, |i| format!("package a:b{i} {{ interface i {{}} }}\n")),
        ),
        (
            "equal packages",
            "package a:b;\n".to_owned() + &"package a:c { interface i {} }\n".repeat(n / 4),
        ),
        ("imports", world(many(n, |i| format!("import f{i}: func();\n")))),
        ("missing imports", world(many(n, |i| format!("import x:y/i{i};\n")))),
        ("unknown imports", world(many(n, |i| format!("import i{i};\n")))),
        (
            "includes of one world",
            world("include v;\n".repeat(n)) + "world v { import f: func(); }\n",
        ),
        (
            "uses",
            "package a:b;\ninterface j { type t = u8; }\n".to_owned()
                + &interface(many(n, |i| format!("use j.{{t as t{i}}};\n")))[13..],
        ),
        (
            "a chain of uses",
            "package a:b;\n".to_owned()
                + &many(n / 10, |i| format!("interface i{i} {{ use i{}.{{t}}; }}\n", i + 1)),
        ),
        (
            "a chain of includes",
            "package a:b;\n".to_owned()
                + &many(n / 10, |i| format!("world w{i} {{ include w{}; }}\n", i + 1)),
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
        ("a long name", interface(format!("{}: func();", "a".repeat(n * 50)))),
        ("a long invalid name", interface(format!("{}: func();", "a-".repeat(n * 25)))),
        ("comments", interface("/* */ // x\n".repeat(n))),
        ("open comments", interface("/* ".repeat(n))),
        ("braces", interface("{".repeat(n))),
        ("closing braces", interface("}".repeat(n))),
        ("one long line", interface("f: func(x: nope); ".repeat(n))),
        ("semicolons", interface(";".repeat(n))),
        ("quotes", interface("\"".repeat(n))),
        ("hashes", interface("# x\n".repeat(n))),
        ("words", interface("word ".repeat(n))),
        ("invisible characters", interface("\u{200b} ".repeat(n))),
    ]
}

#[test]
fn many_items_and_many_errors_take_linear_work() {
    const N: usize = 128;
    let mut wrong = Vec::new();
    for ((name, source), (_, twice)) in sources(N).into_iter().zip(sources(2 * N)) {
        let (once, twice) = (checked(source), checked(twice));
        // A quadratic rule takes four times the work.
        if twice.work * 10 > once.work * 27 {
            wrong.push(format!("{name}: {} and {} bytes of work", once.work, twice.work));
        }
        if twice.errors > 10 * N || twice.printed > 64 * 1024 {
            wrong.push(format!("{name}: {} errors, {} bytes", twice.errors, twice.printed));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn errors_with_long_or_many_names_print_little() {
    let long = format!("package a:b;\ninterface {} {{}}\n", "é".repeat(100_000));
    let worlds: String = (0..5_000).map(|at| format!("world w{at} {{}} ")).collect();
    let many = format!("package a:b; {worlds} world w {{ include gone; }}");
    for source in [long, many] {
        let Checked { errors, printed, .. } = checked(source);
        assert!(errors > 0 && printed <= 16 * 1024, "{printed} bytes");
    }
}

#[test]
fn errors_on_a_long_line_print_little() {
    let wide = |n| format!("package a:b; interface i {{ {} }}", "f: func(x: nope); ".repeat(n));
    let after =
        format!("package a:b; interface i {{ /*{}*/ f: func(x: nope); }}", "é".repeat(100_000));
    let before = format!("package a:b; interface i {{ f func; }} /*{}*/", "é".repeat(100_000));
    for source in [wide(5_000), after, before] {
        let Checked { errors, printed, .. } = checked(source);
        assert!(errors > 0 && printed <= 64 * 1024, "{printed} bytes");
    }
}
