//! Folders named `deps`, at any depth, and the part of their packages that is in the tree.

use super::directory::{Directory, TYPES, USER};

const OTHER: &str = "package test:other;\ninterface other {\n  type number = u32;\n}\n";

#[test]
fn only_used_packages_of_deps_are_in_the_tree() {
    let files = [
        ("wit/user.wit", USER),
        ("wit/deps/types/types.wit", TYPES),
        ("wit/deps/other/other.wit", OTHER),
    ];
    let expansion = Directory::new(&files).expand_valid();
    expansion.has(&["pub mod types", "fn take"]);
    expansion.lacks(&["pub mod other"]);
}

#[test]
fn a_file_directly_under_deps_is_a_package() {
    let files =
        [("wit/user.wit", USER), ("wit/deps/types.wit", TYPES), ("wit/deps/other.wit", OTHER)];
    Directory::new(&files).expand_valid().has(&["struct Pair", "fn take"]);
    // The same with a manifest that names it, and next to a folder.
    let directory = Directory::new(&files);
    directory.write("wit/deps.toml", "[dependencies]\ntypes = { path = \"deps/types.wit\" }\n");
    directory.write("wit/deps/more/more.wit", "package test:more;\n interface i {}\n");
    directory.expand_valid();
    directory.write("wit/deps/types.wit", "interface types {}\n");
    directory.expand().reports(&["no `.wit` file in `wit/deps/types.wit` has a `package` line"]);
}

#[test]
fn deps_folders_are_found_at_any_depth_and_in_each_other() {
    let base = "package test:base;\ninterface base {\n  type number = u32;\n}\n";
    let types = "package test:types@1.0.0;\ninterface types {\n  use test:base/base.{number};\n  \
        record pair { one: number }\n}\n";
    let files = [
        ("wit/group/deep/user/user.wit", USER),
        ("wit/group/deep/user/deps/types/types.wit", types),
        ("wit/group/deep/user/deps/types/deps/base/base.wit", base),
        ("wit/group/deps/other/other.wit", OTHER),
    ];
    let expansion = Directory::new(&files).expand_valid();
    expansion.has(&["pub mod base", "pub mod types", "fn take"]);
    expansion.lacks(&["pub mod other"]);
}

#[test]
fn a_root_may_hold_only_deps() {
    for path in ["wit/deps/types/types.wit", "wit/deps/types.wit"] {
        let directory = Directory::new(&[(path, TYPES)]);
        assert!(directory.expand_valid().tracks(&directory.path(path)));
    }
    let files = [("wit/deps/types/types.wit", TYPES), ("wit/deps.toml", "types = \"../types\"\n")];
    Directory::new(&files).expand_valid();
}

#[test]
fn a_package_that_is_also_a_root_is_no_dependency() {
    let files = [("wit/user.wit", USER), ("wit/deps/types/types.wit", TYPES)];
    let mine = "package test:mine;\ninterface mine {}\n";
    for roots in [&["wit", "wit/deps/own"], &["wit/deps/own", "wit"]] {
        let directory = Directory::new(&files).roots(roots);
        directory.write("wit/deps/own/own.wit", mine);
        directory.write("wit/deps/other/other.wit", OTHER);
        let expansion = directory.expand_valid();
        expansion.has(&["pub mod mine"]);
        expansion.lacks(&["pub mod other"]);
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
        Directory::new(&files).roots(roots).expand_valid().has(&["pub mod one", "pub mod two"]);
    }
}

#[test]
fn hidden_folders_and_target_are_skipped_and_other_folders_may_have_any_name() {
    let broken = "this is no WIT";
    let files = [
        ("wit/.git/x.wit", broken),
        ("wit/target/x.wit", broken),
        ("wit/node types 2/types.wit", TYPES),
        ("wit/ü/user.wit", USER),
    ];
    Directory::new(&files).expand_valid().has(&["struct Pair", "fn take"]);
}

#[test]
fn an_unreadable_file_is_one_error() {
    let files = [("wit/user.wit", USER), ("wit/deps/types/b.wit", "interface more {}\n")];
    let directory = Directory::new(&files);
    directory.write("wit/deps/types/a.wit", b"\xff\xfep\0a\0");
    directory.expand().reports(&["`wit/deps/types/a.wit` is encoded in UTF-16"]);
    directory.write("wit/deps/types/a.wit", b"\0asm\x01\0\0\0");
    directory.expand().reports(&["`wit/deps/types/a.wit` is a WebAssembly binary"]);
}
