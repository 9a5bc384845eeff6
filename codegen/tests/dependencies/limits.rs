//! Limits of file sizes and folder depth, and misleading names.

use super::directory::{Directory, TYPES};

#[test]
fn a_file_over_four_mebibytes_is_an_error_and_one_below_is_read() {
    let directory = Directory::new(&[]);
    let padded = |bytes: usize| format!("{TYPES}//{}", " ".repeat(bytes - TYPES.len() - 2));
    let most = 4 * 1024 * 1024;
    directory.write("wit/types.wit", padded(most));
    directory.expand_valid();
    directory.write("wit/types.wit", padded(most + 1));
    directory.expand().reports(&[
        "`wit/types.wit` has 4194305 bytes, more than the limit of 4194304",
        "`max_file_size: …`",
    ]);
}

#[test]
fn the_size_limit_is_an_option_and_applies_to_every_kind_of_file() {
    let mut directory = Directory::new(&[("wit/types.wit", TYPES)]);
    directory.request.roots.max_file_size = Some(200);
    directory.expand_valid();
    let long = "#".repeat(201);
    for file in ["wit/deps.toml", "wit/deps.lock", "wit/deps/x.wasm", "wkg.lock"] {
        directory.write(file, &long);
        directory
            .expand()
            .reports(&[&format!("`{file}` has 201 bytes, more than the limit of 200")]);
        std::fs::remove_file(directory.path(file)).expect("the file exists");
    }
}

#[test]
fn folders_nested_deeper_than_32_are_an_error() {
    let path = |depth: usize| format!("wit/{}types.wit", "a/".repeat(depth));
    Directory::new(&[(&path(32), TYPES)]).expand_valid().has(&["struct Pair"]);
    Directory::new(&[(&path(33), TYPES)])
        .expand()
        .reports(&["is nested more than 32 folders deep"]);
}

#[test]
fn a_folder_named_like_a_file_is_read_with_a_warning() {
    let expansion = Directory::new(&[("wit/x.wit/types.wit", TYPES)]).expand();
    expansion.reports(&["warning: the folder `wit/x.wit` is named like a `.wit` file"]);
    expansion.has(&["struct Pair"]);
}

#[test]
fn an_unused_dependency_is_a_warning() {
    let files = [
        ("wit/a/a.wit", "package t:a;\ninterface i {}\n"),
        ("wit/a/deps.toml", "[dependencies]\n\"test:types\" = { path = \"../types\" }\n"),
        ("wit/types/types.wit", TYPES),
    ];
    let expansion = Directory::new(&files).expand();
    expansion.reports(&[
        "warning: the dependency `test:types` is never used",
        "--> wit/a/deps.toml:2:1",
    ]);
    expansion.has(&["pub mod a", "struct Pair"]);
}

#[cfg(unix)]
#[test]
fn what_is_neither_file_nor_folder_is_an_error() {
    let directory = Directory::new(&[("wit/types.wit", TYPES)]);
    let _socket = std::os::unix::net::UnixListener::bind(directory.path("wit/x.wit"));
    directory.expand().reports(&["cannot read `wit/x.wit`: not a regular file"]);
}
