//! `.wasm` files that encode packages, and `.wat` files, which are not read.

use super::directory::{Directory, TYPES, USER, encode};

const BASE: &str = "package test:base@1.0.0;\ninterface base {\n  type number = u32;\n  \
    resource thing {}\n}\ninterface more {\n  f: func();\n}\n";
const MIDDLE: &str = "package test:middle@1.0.0;\ninterface middle {\n  \
    use test:base/base@1.0.0.{number, thing};\n  take: func(it: borrow<thing>) -> number;\n}\n";
const TOP: &str = "package test:top;\ninterface top {\n  use test:middle/middle@1.0.0.{number, thing};\n  \
    use test:base/more@1.0.0;\n  give: func() -> thing;\n}\n";

fn top() -> String {
    TOP.replace("  use test:base/more@1.0.0;\n", "")
}

#[test]
fn a_wasm_package_is_used_and_tracked() {
    let directory = Directory::new(&[("wit/top.wit", &top())]);
    directory.write("wit/deps/middle.wasm", encode(&[BASE, MIDDLE]));
    let expansion = directory.expand_valid();
    expansion.has(&["pub mod base", "pub mod middle"]);
    assert!(expansion.tracks(&directory.path("wit/deps/middle.wasm")));
}

#[test]
fn a_wasm_package_may_be_a_root() {
    let directory = Directory::new(&[]).roots(&["middle.wasm"]);
    directory.write("middle.wasm", encode(&[BASE, MIDDLE]));
    directory.expand_valid().has(&["pub mod middle"]);
}

#[test]
fn partial_copies_in_wasm_files_are_merged_in_any_order() {
    let user = "package test:all;\ninterface all {\n  use test:middle/middle@1.0.0.{thing};\n  \
        f: func(it: thing);\n}\nworld w { import test:base/more@1.0.0; import all; }\n";
    for (base, middle) in [("a", "b"), ("b", "a")] {
        let directory = Directory::new(&[("wit/all.wit", user)]);
        directory.write(&format!("wit/deps/{base}.wasm"), encode(&[BASE]));
        directory.write(&format!("wit/deps/{middle}.wasm"), encode(&[BASE, MIDDLE]));
        directory.expand_valid().has(&["pub mod base", "struct Thing"]);
    }
}

#[test]
fn a_wasm_file_may_hold_a_part_of_a_package_with_wit_sources() {
    for base in ["wit/deps/base/base.wit", "wit/base/base.wit"] {
        let directory = Directory::new(&[("wit/top/top.wit", &top()), (base, BASE)]);
        directory.write("wit/deps/middle.wasm", encode(&[BASE, MIDDLE]));
        let expansion = directory.expand_valid();
        assert_eq!(expansion.0.code.to_string().matches("struct Thing").count(), 1);
    }
}

#[test]
fn a_package_that_is_only_in_the_wasm_file_of_another_is_used() {
    let user = "package test:user;\ninterface user {\n  use test:base/base@1.0.0.{number};\n  f: func(n: number);\n}\n";
    let directory = Directory::new(&[("wit/user.wit", user)]);
    directory.write("wit/deps/middle.wasm", encode(&[BASE, MIDDLE]));
    directory.expand_valid().has(&["pub mod base"]);
}

#[test]
fn a_package_in_wit_sources_and_in_a_wasm_file_is_one_package() {
    for (text, wasm) in
        [("wit/types/types.wit", "wit/deps/types.wasm"), ("wit/deps/z/z.wit", "wit/deps/a.wasm")]
    {
        let directory = Directory::new(&[("wit/user/user.wit", USER), (text, TYPES)]);
        directory.write(wasm, encode(&[TYPES]));
        let expansion = directory.expand_valid();
        assert_eq!(expansion.0.code.to_string().matches("struct Pair").count(), 1);
    }
}

#[test]
fn different_copies_in_wit_sources_and_in_a_wasm_file_are_an_error() {
    let more = TYPES.replace("}\n}", "}\n  type extra = u8;\n}");
    let other = TYPES.replace("one: u32", "one: u64");
    for (text, encoded) in [(TYPES, &more[..]), (&more, TYPES), (TYPES, &other)] {
        let directory = Directory::new(&[("wit/user/user.wit", USER), ("wit/deps/t/t.wit", text)]);
        directory.write("wit/deps/types.wasm", encode(&[encoded]));
        let expansion = directory.expand();
        expansion.reports(&[
            "package `test:types@1.0.0` is defined more than once",
            "wit/deps/types.wasm",
            "the other one is in `wit/deps/t`",
            "remove `wit/deps/types.wasm` or `wit/deps/t`",
        ]);
        expansion.has(&["fn take"]);
    }
}

#[test]
fn worlds_that_differ_are_an_error() {
    let world = |items: &str| {
        format!("package test:w;\ninterface i {{ f: func(); }}\nworld w {{\n{items}\n}}\n")
    };
    let items = "import i;\nexport run: func(a: u8);\nimport k: interface { g: func(); }";
    let directory = Directory::new(&[("wit/w/w.wit", &world(items))]);
    for (changed, reason) in [
        (items.replace("import i;", ""), "only one of them has import `test:w/i` of world `w`"),
        (items.replace("u8", "u16"), "they differ in export `run` of world `w`"),
        (items.replace("g:", "h:"), "they differ in import `k` of world `w`"),
    ] {
        directory.write("wit/deps/w.wasm", encode(&[&world(items)]));
        directory.expand_valid();
        directory.write("wit/deps/w.wasm", encode(&[&world(&changed)]));
        directory.expand().reports(&["package `test:w` is defined more than once", reason]);
    }
}

#[test]
fn different_copies_in_two_wasm_files_are_an_error() {
    let directory = Directory::new(&[("wit/user.wit", USER)]);
    directory.write("wit/deps/a.wasm", encode(&[TYPES]));
    directory.write("wit/deps/b.wasm", encode(&[TYPES]));
    directory.expand_valid();
    directory.write("wit/deps/b.wasm", encode(&[&TYPES.replace("string", "u8")]));
    directory
        .expand()
        .reports(&["package `test:types@1.0.0` is defined more than once", "`wit/deps/a.wasm`"]);
}

#[test]
fn disabled_unstable_items_of_a_wasm_file_are_ignored() {
    let gated = TYPES.replace("}\n}", "}\n  @unstable(feature = x)\n  type extra = u8;\n}");
    let directory = Directory::new(&[("wit/user/user.wit", USER), ("wit/types/t.wit", &gated)]);
    directory.write("wit/deps/types.wasm", encode(&[&gated]));
    directory.expand_valid().lacks(&["Extra"]);
}

#[test]
fn wit_sources_may_not_depend_on_the_wasm_file_of_their_own_package() {
    let directory = Directory::new(&[("wit/top/top.wit", &top()), ("wit/deps/m/m.wit", MIDDLE)]);
    directory.write("wit/deps/middle.wasm", encode(&[BASE, MIDDLE]));
    directory
        .expand()
        .reports(&["package `test:middle@1.0.0` is defined more than once", "wit/deps/m"]);
}

#[test]
fn webassembly_text_is_an_error() {
    let directory = Directory::new(&[("wit/types.wit", TYPES), ("wit/deps/x.wat", "(component)")]);
    directory.expand().reports(&[
        "`wit/deps/x.wat` is in the WebAssembly text format",
        "encode it with `wasm-tools parse package.wat -o package.wasm`",
    ]);
    let root = Directory::new(&[("x.wat", "(component)")]).roots(&["x.wat"]);
    root.expand().reports(&["`x.wat` is neither a `.wit` nor a `.wasm` file"]);
}

#[test]
fn a_wasm_file_that_is_no_package_is_one_error() {
    for (bytes, message) in [
        (&b"\0asm\x01\0\0\0"[..], "is a core module without a `component-type` section"),
        (b"\0asm\x0d\0\x01\0", "cannot be bound: it exports nothing that a guest can import"),
        (b"\0asm\x0d\0\x01\0\xff\xff", "cannot be decoded: the file ends too early"),
        (b"no WebAssembly at all", "is a text file, not an encoded WIT package"),
        (b"", "is an empty file, not an encoded WIT package"),
    ] {
        let directory = Directory::new(&[("wit/user.wit", USER)]);
        directory.write("wit/deps/types.wasm", bytes);
        let expansion = directory.expand();
        expansion.reports(&[message, "wit/deps/types.wasm"]);
        assert!(expansion.tracks(&directory.path("wit/deps/types.wasm")));
    }
}
