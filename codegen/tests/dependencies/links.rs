//! Symbolic links: followed wherever they lead, except in circles.
#![cfg(unix)]

use std::os::unix::fs::symlink;

use super::directory::{Directory, TYPES, USER};

/// Creates a crate with a link.
fn linked(files: &[(&str, &str)], link: &str, to: &str) -> Directory {
    let directory = Directory::new(files);
    std::fs::create_dir_all(directory.path(link).parent().expect("a folder")).expect("writable");
    symlink(to, directory.path(link)).expect("the link is created");
    directory
}

#[test]
fn a_link_to_a_folder_within_the_roots_is_followed_once() {
    let files = [("wit/types/types.wit", TYPES), ("wit/user/user.wit", USER)];
    for link in ["wit/a", "wit/z", "wit/user/deps/types"] {
        let to = if link.contains("deps") { "../../types" } else { "types" };
        let directory = linked(&files, link, to);
        directory.write("wit/user/deps.toml", "[dependencies]\nt = { path = \"../types\" }\n");
        let expansion = directory.expand_valid();
        assert_eq!(expansion.0.code.to_string().matches("struct Pair").count(), 1, "{link}");
    }
}

#[test]
fn a_dependency_path_may_contain_a_link() {
    let files = [("wit/types/types.wit", TYPES), ("wit/user/user.wit", USER)];
    for link in ["wit/user/deps/types", "wit/a/types"] {
        let to = if link.contains("deps") { "../../types" } else { "../types" };
        let directory = linked(&files, link, to);
        let path = if link.contains("deps") { "deps/types" } else { "../a/types" };
        let manifest = format!("[dependencies]\nt = {{ path = \"{path}\" }}\n");
        directory.write("wit/user/deps.toml", manifest);
        directory.expand_valid();
    }
}

#[test]
fn a_link_to_a_file_within_the_roots_is_followed() {
    let files = [("wit/types/types.wit", TYPES), ("wit/types/u", "")];
    let directory = linked(&files, "wit/link/types.wit", "../types/types.wit");
    directory.expand_valid().has(&["struct Pair"]);
}

#[test]
fn a_link_out_of_the_roots_is_followed() {
    let user = ("wit/user/user.wit", USER);
    let folder = [user, ("../shared/types/types.wit", TYPES)];
    let file = [user, ("../shared/types.wit", TYPES)];
    let cases = [
        (&folder[..], "wit/deps/types", "../../../shared/types"),
        (&folder, "wit/deps", "../../shared"),
        (&file, "wit/deps/types/types.wit", "../../../../shared/types.wit"),
        (&file, "wit/deps/types.wit", "../../../shared/types.wit"),
    ];
    for (files, link, to) in cases {
        let directory = linked(files, link, to);
        let expansion = directory.expand_valid();
        expansion.has(&["struct Pair", "fn take"]);
        // The path of the link is below the crate on every machine, and in the packaged crate.
        let inputs = &expansion.0.inputs;
        assert!(inputs.iter().all(|input| input.starts_with(directory.path("wit"))), "{inputs:?}");
        assert!(inputs.iter().any(|input| input.starts_with(directory.path(link))), "{inputs:?}");
    }
}

#[test]
fn a_link_into_another_root_is_followed_once() {
    let files = [("wit/user/user.wit", USER), ("../shared/types/types.wit", TYPES)];
    let directory = linked(&files, "wit/deps/types", "../../../shared/types");
    let expansion = directory.roots(&["wit", "../shared"]).expand_valid();
    assert_eq!(expansion.0.code.to_string().matches("struct Pair").count(), 1);
}

#[test]
fn a_dependency_path_stays_inside_the_roots_also_from_a_linked_folder() {
    let manifest = "[dependencies]\n\"test:types\" = { path = \"../types\" }\n";
    let files = [
        ("../shared/types/types.wit", TYPES),
        ("../shared/user/user.wit", USER),
        ("../shared/user/deps.toml", manifest),
    ];
    let directory = linked(&files, "wit/user", "../../shared/user");
    directory.expand().reports(&[
        "`../types` is outside the folders that are read",
        "add the folder to the roots: `path: [\"wit\", \"wit/types\"]`",
    ]);
    symlink("../../shared/types", directory.path("wit/types")).expect("the link is created");
    directory.expand_valid();
}

#[test]
fn a_lock_of_wkg_is_not_followed_out_of_the_package() {
    let user = "package test:user;\ninterface user { f: func(); }\n";
    let files = [
        ("wit/user.wit", user),
        ("../shared/wkg.lock", "secret"),
        ("locks/wkg.lock", "version = 2\n"),
    ];
    let ignored = "`wkg.lock` is ignored: it is a symbolic link out of the package";
    let expansion = linked(&files, "wkg.lock", "../shared/wkg.lock").expand();
    expansion.reports(&[ignored]);
    assert!(!expansion.messages().contains("secret"), "{}", expansion.messages());
    let expansion = linked(&files, "wkg.lock", "locks/wkg.lock").expand();
    expansion.reports(&["`wkg.lock` has version 2"]);
}

#[test]
fn a_root_may_be_a_link() {
    let files = [("../shared/types.wit", TYPES)];
    linked(&files, "wit", "../shared").expand_valid().has(&["struct Pair"]);
}

#[test]
fn a_loop_is_an_error() {
    let files = [("wit/types/types.wit", TYPES), ("README", "")];
    for to in ["..", ".", "../../wit/types", "../.."] {
        let expansion = linked(&files, "wit/types/loop", to).expand();
        let error = format!(
            "the symbolic link `wit/types/loop` points to `{to}`, a folder that contains it"
        );
        expansion.reports(&[&error]);
        expansion.has(&["struct Pair"]);
    }
    for link in ["itself", "itself.wit"] {
        let expansion = linked(&files, &format!("wit/{link}"), link).expand();
        expansion.reports(&[&format!("`wit/{link}` is broken: `{link}` cannot be found")]);
    }
}

#[test]
fn a_loop_out_of_the_roots_is_an_error() {
    let files = [("wit/types/types.wit", TYPES), ("../shared/other/x/README", "")];
    let directory = linked(&files, "wit/other", "../../shared/other");
    symlink("../../other", directory.path("../shared/other/x/up")).expect("the link is created");
    directory.expand().reports(&[
        "the symbolic link `wit/other/x/up` points to `../../other`, a folder that contains it",
    ]);
}

#[test]
fn a_dangling_link_is_an_error_if_it_would_be_read() {
    let files = [("wit/types/types.wit", TYPES)];
    for link in [
        "wit/types/more.wit",
        "wit/types/deps.toml",
        "wit/types/deps.lock",
        "wit/deps/x.wasm",
        "wit/deps/gone",
    ] {
        let expansion = linked(&files, link, "nowhere").expand();
        let error = format!("the symbolic link `{link}` is broken: `nowhere` cannot be found");
        expansion.reports(&[&error]);
    }
}

#[test]
fn a_lock_file_of_an_editor_is_ignored() {
    let files = [("wit/types/types.wit", TYPES)];
    linked(&files, "wit/types/.#types.wit", "someone@somewhere.1234").expand_valid();
    linked(&files, "wit/notes.txt", "nowhere").expand_valid();
}
