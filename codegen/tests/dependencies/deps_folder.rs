//! Folders named `deps`, at any depth: what is in them, and what the tree takes of it.

use super::directory::{Directory, TYPES, USER};

const OTHER: &str = "package test:other;\ninterface other {\n  type number = u32;\n}\n";

#[test]
fn the_tree_holds_of_deps_only_what_the_others_reach() {
    let files = [
        ("wit/user.wit", USER),
        ("wit/deps/types/types.wit", TYPES),
        ("wit/deps/other/other.wit", OTHER),
    ];
    let told = Directory::new(&files).sound();
    told.has(&["pub mod types", "fn take"]);
    told.lacks(&["pub mod other"]);
}

#[test]
fn a_file_right_under_deps_is_a_package_of_its_own() {
    let files =
        [("wit/user.wit", USER), ("wit/deps/types.wit", TYPES), ("wit/deps/other.wit", OTHER)];
    Directory::new(&files).sound().has(&["struct Pair", "fn take"]);
    // Also where a manifest names it, and where a folder stands beside it.
    let directory = Directory::new(&files);
    directory.write("wit/deps.toml", "[dependencies]\ntypes = { path = \"deps/types.wit\" }\n");
    directory.write("wit/deps/more/more.wit", "package test:more;\n interface i {}\n");
    directory.sound();
    directory.write("wit/deps/types.wit", "interface types {}\n");
    directory.expand().says(&["no `.wit` file in `wit/deps/types.wit` has a `package` line"]);
}

#[test]
fn deps_counts_at_any_depth_and_in_deps_of_deps() {
    let base = "package test:base;\ninterface base {\n  type number = u32;\n}\n";
    let types = "package test:types@1.0.0;\ninterface types {\n  use test:base/base.{number};\n  \
        record pair { one: number }\n}\n";
    let files = [
        ("wit/group/deep/user/user.wit", USER),
        ("wit/group/deep/user/deps/types/types.wit", types),
        ("wit/group/deep/user/deps/types/deps/base/base.wit", base),
        ("wit/group/deps/other/other.wit", OTHER),
    ];
    let told = Directory::new(&files).sound();
    told.has(&["pub mod base", "pub mod types", "fn take"]);
    told.lacks(&["pub mod other"]);
}

#[test]
fn a_dependency_that_is_also_found_outside_of_deps_is_none() {
    let files = [("wit/user.wit", USER), ("wit/deps/types/types.wit", TYPES)];
    let mine = "package test:mine;\ninterface mine {}\n";
    for roots in [&["wit", "wit/deps/own"], &["wit/deps/own", "wit"]] {
        let directory = Directory::new(&files).roots(roots);
        directory.write("wit/deps/own/own.wit", mine);
        directory.write("wit/deps/other/other.wit", OTHER);
        let told = directory.sound();
        told.has(&["pub mod mine"]);
        told.lacks(&["pub mod other"]);
    }
}

#[test]
fn overlapping_roots_are_read_once() {
    let files = [
        ("wit/a/one.wit", "package test:a;\ninterface one {}\n"),
        ("wit/a/two.wit", "interface two {}\n"),
        ("wit/user.wit", USER),
        ("wit/deps/types.wit", TYPES),
    ];
    for roots in [
        &["wit", "wit/a"][..],
        &["wit/a", "wit"],
        &["wit", "wit/user.wit", "wit/deps/types.wit"],
        &["wit/user.wit", "wit/deps/types.wit", "wit/a/one.wit", "wit", "wit/."],
        &["wit", "wit/deps"],
    ] {
        Directory::new(&files).roots(roots).sound().has(&["pub mod one", "pub mod two"]);
    }
}

#[test]
fn hidden_folders_and_target_are_skipped_and_names_of_folders_mean_nothing() {
    let broken = "this is no WIT";
    let files = [
        ("wit/.git/x.wit", broken),
        ("wit/target/x.wit", broken),
        ("wit/node types 2/types.wit", TYPES),
        ("wit/ü/user.wit", USER),
    ];
    Directory::new(&files).sound().has(&["struct Pair", "fn take"]);
}

#[test]
fn a_file_that_cannot_be_read_is_one_fault() {
    let files = [("wit/user.wit", USER), ("wit/deps/types/b.wit", "interface more {}\n")];
    let directory = Directory::new(&files);
    directory.write("wit/deps/types/a.wit", b"\xff\xfep\0a\0");
    directory.expand().says(&["`wit/deps/types/a.wit` is encoded in UTF-16"]);
    directory.write("wit/deps/types/a.wit", b"\0asm\x01\0\0\0");
    directory.expand().says(&["`wit/deps/types/a.wit` is a WebAssembly binary"]);
}
