//! Symbolic links: followed within the roots, and an error elsewhere.
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
fn a_link_into_another_root_is_followed_and_one_out_of_all_roots_is_an_error() {
    let files = [("wit/user/user.wit", USER), ("../shared/types/types.wit", TYPES)];
    let directory = linked(&files, "wit/deps/types", "../../../shared/types");
    directory
        .expand()
        .reports(&["the symbolic link `wit/deps/types` points outside the folders in `path`"]);
    directory.roots(&["wit", "../shared"]).expand_valid();
    let files = [("wit/deps/types/a.wit", ""), ("../shared/types.wit", TYPES)];
    let directory = linked(&files, "wit/deps/types/types.wit", "../../../../shared/types.wit");
    directory.expand().reports(&["`wit/deps/types/types.wit` points outside"]);
}

#[test]
fn a_root_may_be_a_link() {
    let files = [("../shared/types.wit", TYPES)];
    linked(&files, "wit", "../shared").expand_valid().has(&["struct Pair"]);
}

#[test]
fn a_loop_is_an_error() {
    let files = [("wit/types/types.wit", TYPES)];
    for to in ["..", ".", "../../wit/types"] {
        let expansion = linked(&files, "wit/types/loop", to).expand();
        expansion
            .reports(&["the symbolic link `wit/types/loop` points to a folder that contains it"]);
        expansion.has(&["struct Pair"]);
    }
    for link in ["itself", "itself.wit"] {
        let expansion = linked(&files, &format!("wit/{link}"), link).expand();
        expansion.reports(&[&format!("`wit/{link}` is broken")]);
    }
}

#[test]
fn a_dangling_link_is_an_error_if_it_would_be_read() {
    let files = [("wit/types/types.wit", TYPES)];
    for link in
        ["wit/types/more.wit", "wit/types/deps.toml", "wit/types/deps.lock", "wit/deps/x.wasm"]
    {
        let expansion = linked(&files, link, "nowhere").expand();
        expansion.reports(&[&format!("the symbolic link `{link}` is broken")]);
    }
    linked(&files, "wit/deps/gone", "nowhere")
        .expand()
        .reports(&["the symbolic link `wit/deps/gone` is broken"]);
}

#[test]
fn a_lock_file_of_an_editor_is_ignored() {
    let files = [("wit/types/types.wit", TYPES)];
    linked(&files, "wit/types/.#types.wit", "someone@somewhere.1234").expand_valid();
    linked(&files, "wit/notes.txt", "nowhere").expand_valid();
}
