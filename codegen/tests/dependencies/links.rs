//! Symbolic links: followed within the roots, and errors else.
#![cfg(unix)]

use std::os::unix::fs::symlink;

use super::directory::{Directory, TYPES, USER};

/// A crate with a link.
fn linked(files: &[(&str, &str)], link: &str, to: &str) -> Directory {
    let directory = Directory::new(files);
    std::fs::create_dir_all(directory.path(link).parent().expect("a folder")).expect("writable");
    symlink(to, directory.path(link)).expect("the link is made");
    directory
}

#[test]
fn a_link_to_a_folder_within_the_roots_is_followed_once() {
    let files = [("wit/types/types.wit", TYPES), ("wit/user/user.wit", USER)];
    for link in ["wit/a", "wit/z", "wit/user/deps/types"] {
        let to = if link.contains("deps") { "../../types" } else { "types" };
        let directory = linked(&files, link, to);
        directory.write("wit/user/deps.toml", "[dependencies]\nt = { path = \"../types\" }\n");
        let told = directory.sound();
        assert_eq!(told.0.code.to_string().matches("struct Pair").count(), 1, "{link}");
    }
}

#[test]
fn a_path_through_a_link_leads_to_what_it_leads_to() {
    let files = [("wit/types/types.wit", TYPES), ("wit/user/user.wit", USER)];
    for link in ["wit/user/deps/types", "wit/a/types"] {
        let to = if link.contains("deps") { "../../types" } else { "../types" };
        let directory = linked(&files, link, to);
        let path = if link.contains("deps") { "deps/types" } else { "../a/types" };
        let manifest = format!("[dependencies]\nt = {{ path = \"{path}\" }}\n");
        directory.write("wit/user/deps.toml", manifest);
        directory.sound();
    }
}

#[test]
fn a_link_to_a_file_within_the_roots_is_followed() {
    let files = [("wit/types/types.wit", TYPES), ("wit/types/u", "")];
    let directory = linked(&files, "wit/link/types.wit", "../types/types.wit");
    directory.sound().has(&["struct Pair"]);
}

#[test]
fn a_link_into_another_root_is_followed_and_out_of_all_is_an_error() {
    let files = [("wit/user/user.wit", USER), ("../shared/types/types.wit", TYPES)];
    let directory = linked(&files, "wit/deps/types", "../../../shared/types");
    directory
        .expand()
        .says(&["the symbolic link `wit/deps/types` points outside the folders in `path`"]);
    directory.roots(&["wit", "../shared"]).sound();
    let files = [("wit/deps/types/a.wit", ""), ("../shared/types.wit", TYPES)];
    let directory = linked(&files, "wit/deps/types/types.wit", "../../../../shared/types.wit");
    directory.expand().says(&["`wit/deps/types/types.wit` points outside"]);
}

#[test]
fn a_root_may_be_a_link() {
    let files = [("../shared/types.wit", TYPES)];
    linked(&files, "wit", "../shared").sound().has(&["struct Pair"]);
}

#[test]
fn a_loop_is_an_error() {
    let files = [("wit/types/types.wit", TYPES)];
    for to in ["..", ".", "../../wit/types"] {
        let told = linked(&files, "wit/types/loop", to).expand();
        told.says(&["the symbolic link `wit/types/loop` points to a folder that contains it"]);
        told.has(&["struct Pair"]);
    }
    for link in ["itself", "itself.wit"] {
        let told = linked(&files, &format!("wit/{link}"), link).expand();
        told.says(&[&format!("`wit/{link}` is broken")]);
    }
}

#[test]
fn a_dangling_link_is_an_error_where_it_would_be_read() {
    let files = [("wit/types/types.wit", TYPES)];
    for link in
        ["wit/types/more.wit", "wit/types/deps.toml", "wit/types/deps.lock", "wit/deps/x.wasm"]
    {
        let told = linked(&files, link, "nowhere").expand();
        told.says(&[&format!("the symbolic link `{link}` is broken")]);
    }
    linked(&files, "wit/deps/gone", "nowhere")
        .expand()
        .says(&["the symbolic link `wit/deps/gone` is broken"]);
}

#[test]
fn a_link_that_an_editor_leaves_is_none_of_ours() {
    let files = [("wit/types/types.wit", TYPES)];
    linked(&files, "wit/types/.#types.wit", "someone@somewhere.1234").sound();
    linked(&files, "wit/notes.txt", "nowhere").sound();
}
