//! Several copies of one package.

use super::directory::{Directory, TYPES, USER};

#[test]
fn identical_copies_are_one_package() {
    let user2 = USER.replace("test:user", "test:second");
    let files = [
        ("wit/a/user.wit", USER),
        ("wit/a/deps/types/types.wit", TYPES),
        ("wit/b/user.wit", &user2),
        ("wit/b/deps/other-name/other-name.wit", TYPES),
    ];
    let expansion = Directory::new(&files).expand_valid();
    assert_eq!(expansion.0.code.to_string().matches("struct Pair").count(), 1);
    let directory = Directory::new(&files);
    directory.write("wit/a/deps.toml", "[dependencies]\nt = { path = \"deps/types\" }\n");
    directory.write("wit/b/deps.toml", "[dependencies]\nt = { path = \"deps/other-name\" }\n");
    directory.expand_valid();
}

#[test]
fn a_package_takes_precedence_over_its_copy_in_deps() {
    let other = "package test:types@1.0.0;\ninterface alone {}\n";
    for own in ["wit/a", "wit/z"] {
        let files = [(&*format!("{own}/types.wit"), other), ("wit/deps/types/types.wit", other)];
        Directory::new(&files).expand_valid().has(&["pub mod alone"]);
    }
}

#[test]
fn different_copies_are_an_error_with_both_locations() {
    let changed = TYPES.replace("u32", "u64");
    let files = [("wit/a/types.wit", TYPES), ("wit/b/types.wit", &changed)];
    let expansion = Directory::new(&files).expand();
    expansion.reports(&[
        "package `test:types@1.0.0` is defined more than once",
        "--> wit/b/types.wit:1:9",
        "::: wit/a/types.wit:1:9",
    ]);
    expansion.has(&["struct Pair"]);
}

#[test]
fn copies_may_differ_in_their_file_names() {
    let (one, two) = ("package t:a;\ninterface one {}\n", "interface two {}\n");
    let files = [
        ("wit/x/deps/a/1.wit", one),
        ("wit/x/deps/a/2.wit", two),
        ("wit/y/deps/a/1.wit", two),
        ("wit/y/deps/a/2.wit", one),
        ("wit/user.wit", "package t:u;\nworld w { import t:a/one; import t:a/two; }\n"),
    ];
    Directory::new(&files).expand_valid();
}
