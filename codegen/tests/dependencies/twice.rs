//! The same package in two places.

use super::directory::{Directory, TYPES, USER};

#[test]
fn a_package_vendored_twice_with_the_same_bytes_is_taken_once() {
    let user2 = USER.replace("test:user", "test:second");
    let files = [
        ("wit/a/user.wit", USER),
        ("wit/a/deps/types/types.wit", TYPES),
        ("wit/b/user.wit", &user2),
        ("wit/b/deps/other-name/other-name.wit", TYPES),
    ];
    let told = Directory::new(&files).sound();
    assert_eq!(told.0.code.to_string().matches("struct Pair").count(), 1);
    let directory = Directory::new(&files);
    directory.write("wit/a/deps.toml", "[dependencies]\nt = { path = \"deps/types\" }\n");
    directory.write("wit/b/deps.toml", "[dependencies]\nt = { path = \"deps/other-name\" }\n");
    directory.sound();
}

#[test]
fn a_package_that_is_no_dependency_goes_before_its_copy_in_deps() {
    let other = "package test:types@1.0.0;\ninterface alone {}\n";
    for own in ["wit/a", "wit/z"] {
        let files = [(&*format!("{own}/types.wit"), other), ("wit/deps/types/types.wit", other)];
        Directory::new(&files).sound().has(&["pub mod alone"]);
    }
}

#[test]
fn a_package_twice_with_other_bytes_names_both_places() {
    let changed = TYPES.replace("u32", "u64");
    let files = [("wit/a/types.wit", TYPES), ("wit/b/types.wit", &changed)];
    let told = Directory::new(&files).expand();
    told.says(&[
        "package `test:types@1.0.0` is defined more than once",
        "--> wit/b/types.wit:1:9",
        "::: wit/a/types.wit:1:9",
    ]);
    told.has(&["struct Pair"]);
}

#[test]
fn two_files_are_the_same_as_two_files_in_any_order() {
    let (one, two) = ("package t:a;\ninterface one {}\n", "interface two {}\n");
    let files = [
        ("wit/x/deps/a/1.wit", one),
        ("wit/x/deps/a/2.wit", two),
        ("wit/y/deps/a/1.wit", two),
        ("wit/y/deps/a/2.wit", one),
        ("wit/user.wit", "package t:u;\nworld w { import t:a/one; import t:a/two; }\n"),
    ];
    Directory::new(&files).sound();
}
