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
fn a_wasm_package_is_used_by_text_and_tracked() {
    let directory = Directory::new(&[("wit/top.wit", &top())]);
    directory.write("wit/deps/middle.wasm", encode(&[BASE, MIDDLE]));
    let told = directory.sound();
    told.has(&["pub mod base", "pub mod middle"]);
    assert!(told.tracks(&directory.path("wit/deps/middle.wasm")));
}

#[test]
fn a_wasm_package_is_a_root() {
    let directory = Directory::new(&[]).roots(&["middle.wasm"]);
    directory.write("middle.wasm", encode(&[BASE, MIDDLE]));
    directory.sound().has(&["pub mod middle"]);
}

#[test]
fn wasm_packages_that_carry_parts_of_each_other_are_joined_in_any_order() {
    let user = "package test:all;\ninterface all {\n  use test:middle/middle@1.0.0.{thing};\n  \
        f: func(it: thing);\n}\nworld w { import test:base/more@1.0.0; import all; }\n";
    for (base, middle) in [("a", "b"), ("b", "a")] {
        let directory = Directory::new(&[("wit/all.wit", user)]);
        directory.write(&format!("wit/deps/{base}.wasm"), encode(&[BASE]));
        directory.write(&format!("wit/deps/{middle}.wasm"), encode(&[BASE, MIDDLE]));
        directory.sound().has(&["pub mod base", "struct Thing"]);
    }
}

#[test]
fn a_wasm_package_carries_its_dependencies_beside_their_text() {
    for base in ["wit/deps/base/base.wit", "wit/base/base.wit"] {
        let directory = Directory::new(&[("wit/top/top.wit", &top()), (base, BASE)]);
        directory.write("wit/deps/middle.wasm", encode(&[BASE, MIDDLE]));
        let told = directory.sound();
        assert_eq!(told.0.code.to_string().matches("struct Thing").count(), 1);
    }
}

#[test]
fn text_uses_a_package_that_only_a_wasm_file_carries() {
    let user = "package test:user;\ninterface user {\n  use test:base/base@1.0.0.{number};\n  f: func(n: number);\n}\n";
    let directory = Directory::new(&[("wit/user.wit", user)]);
    directory.write("wit/deps/middle.wasm", encode(&[BASE, MIDDLE]));
    directory.sound().has(&["pub mod base"]);
}

#[test]
fn the_same_package_as_text_and_in_a_wasm_file_is_taken_once() {
    for (text, wasm) in
        [("wit/types/types.wit", "wit/deps/types.wasm"), ("wit/deps/z/z.wit", "wit/deps/a.wasm")]
    {
        let directory = Directory::new(&[("wit/user/user.wit", USER), (text, TYPES)]);
        directory.write(wasm, encode(&[TYPES]));
        let told = directory.sound();
        assert_eq!(told.0.code.to_string().matches("struct Pair").count(), 1);
    }
}

#[test]
fn the_same_package_said_differently_as_text_and_in_a_wasm_file_names_both() {
    let more = TYPES.replace("}\n}", "}\n  type extra = u8;\n}");
    let other = TYPES.replace("one: u32", "one: u64");
    for (text, encoded) in [(TYPES, &more[..]), (&more, TYPES), (TYPES, &other)] {
        let directory = Directory::new(&[("wit/user/user.wit", USER), ("wit/deps/t/t.wit", text)]);
        directory.write("wit/deps/types.wasm", encode(&[encoded]));
        let told = directory.expand();
        told.says(&[
            "package `test:types@1.0.0` is defined more than once",
            "wit/deps/types.wasm",
            "the other one is in `wit/deps/t`",
            "delete `wit/deps/types.wasm` or `wit/deps/t`",
        ]);
        told.has(&["fn take"]);
    }
}

#[test]
fn two_wasm_files_of_one_package_are_the_same_or_a_fault() {
    let directory = Directory::new(&[("wit/user.wit", USER)]);
    directory.write("wit/deps/a.wasm", encode(&[TYPES]));
    directory.write("wit/deps/b.wasm", encode(&[TYPES]));
    directory.sound();
    directory.write("wit/deps/b.wasm", encode(&[&TYPES.replace("string", "u8")]));
    directory
        .expand()
        .says(&["package `test:types@1.0.0` is defined more than once", "`wit/deps/a.wasm`"]);
}

#[test]
fn features_hide_what_is_unstable_in_the_text_though_a_wasm_file_has_it() {
    let gated = TYPES.replace("}\n}", "}\n  @unstable(feature = x)\n  type extra = u8;\n}");
    let directory = Directory::new(&[("wit/user/user.wit", USER), ("wit/types/t.wit", &gated)]);
    directory.write("wit/deps/types.wasm", encode(&[&gated]));
    directory.sound().lacks(&["Extra"]);
}

#[test]
fn text_that_needs_what_only_a_file_with_the_same_package_holds_is_a_fault() {
    let directory = Directory::new(&[("wit/top/top.wit", &top()), ("wit/deps/m/m.wit", MIDDLE)]);
    directory.write("wit/deps/middle.wasm", encode(&[BASE, MIDDLE]));
    directory
        .expand()
        .says(&["package `test:middle@1.0.0` is defined more than once", "wit/deps/m"]);
}

#[test]
fn text_format_is_an_error_that_says_how_to_encode_it() {
    let directory = Directory::new(&[("wit/types.wit", TYPES), ("wit/deps/x.wat", "(component)")]);
    directory.expand().says(&[
        "`wit/deps/x.wat` is in the WebAssembly text format",
        "encode it with `wasm-tools parse package.wat -o package.wasm`",
    ]);
    let root = Directory::new(&[("x.wat", "(component)")]).roots(&["x.wat"]);
    root.expand().says(&["`x.wat` is neither a `.wit` nor a `.wasm` file"]);
}

#[test]
fn a_wasm_file_that_is_no_package_is_one_fault() {
    for (bytes, message) in [
        (&b"\0asm\x01\0\0\0"[..], "is a core module, not a WIT package"),
        (b"\0asm\x0d\0\x01\0", "is a component, not a WIT package"),
        (b"\0asm\x0d\0\x01\0\xff\xff", "is not a WIT package"),
        (b"no WebAssembly at all", "is not a WIT package"),
        (b"", "is not a WIT package"),
    ] {
        let directory = Directory::new(&[("wit/user.wit", USER)]);
        directory.write("wit/deps/types.wasm", bytes);
        let told = directory.expand();
        told.says(&[message, "wit/deps/types.wasm"]);
        assert!(told.tracks(&directory.path("wit/deps/types.wasm")));
    }
}
