//! Where the `path` of a dependency leads.

use super::directory::link_shows;
use super::{COMPONENT, TYPES};

#[test]
fn a_sound_manifest_says_nothing() {
    link_shows(
        "path::a_sound_manifest_says_nothing",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"[dependencies]
"test:types" = { path = "../test-types", version = "1.0.0" }
"#),
        ],
        "",
    );
}

#[test]
fn an_alias_and_a_dot_say_nothing() {
    link_shows(
        "path::an_alias_and_a_dot_say_nothing",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"[dependencies]
types = { path = "./../test-types/" }
"#),
        ],
        "",
    );
}

#[test]
fn only_comments_and_an_empty_table_say_nothing() {
    link_shows(
        "path::only_comments_and_an_empty_table_say_nothing",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-types/deps.toml", r#"# none
"#),
            ("wit/b/b.wit", r#"package x:y;
interface i { type t = u32; }
"#),
            ("wit/b/deps.toml", r#"[dependencies]
"#),
        ],
        "",
    );
}

#[test]
fn path_nowhere() {
    link_shows(
        "path::path_nowhere",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"[dependencies]
"test:types" = { path = "../test-typos" }
"#),
        ],
        "",
    );
}

#[test]
fn path_nowhere_by_an_alias() {
    link_shows(
        "path::path_nowhere_by_an_alias",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"[dependencies]
types = { path = "../test-typos" }
"#),
        ],
        "",
    );
}

#[test]
fn path_nowhere_and_nothing_is_like_it() {
    link_shows(
        "path::path_nowhere_and_nothing_is_like_it",
        &[
            ("wit/a/a.wit", r#"package a:b;
interface i { type t = u32; }
"#),
            ("wit/a/deps.toml", r#"[dependencies]
far = { path = "../quite-another" }
"#),
        ],
        "",
    );
}

#[test]
fn path_nowhere_and_another_fault() {
    link_shows(
        "path::path_nowhere_and_another_fault",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"[dependencies]
"test:types" = { path = "../test-typos" }
other = 3
"#),
        ],
        "",
    );
}

#[test]
fn path_is_a_file() {
    link_shows(
        "path::path_is_a_file",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"[dependencies]
"test:types" = { path = "../test-types/types.wit" }
"#),
        ],
        "",
    );
}

#[test]
fn path_with_a_backslash() {
    link_shows(
        "path::path_with_a_backslash",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"[dependencies]
"test:types" = { path = "..\\test-types" }
"#),
        ],
        "",
    );
}

#[test]
fn path_leaves_the_roots() {
    link_shows(
        "path::path_leaves_the_roots",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"[dependencies]
"test:types" = { path = "../test-types" }
other = { path = "../../../shared/other" }
"#),
        ],
        "",
    );
}

#[test]
fn path_leaves_the_roots_by_too_many_dots() {
    link_shows(
        "path::path_leaves_the_roots_by_too_many_dots",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"[dependencies]
types = { path = "../../test-types" }
"#),
        ],
        "",
    );
}

#[test]
fn folder_holds_no_package() {
    link_shows(
        "path::folder_holds_no_package",
        &[
            ("wit/types/v1/t.wit", r#"package test:types@1.0.0;
interface i { type t = u32; }
"#),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"[dependencies]
"test:types" = { path = "../types" }
"#),
        ],
        "",
    );
}

#[test]
fn folder_of_one_wasm_package() {
    link_shows(
        "path::folder_of_one_wasm_package",
        &[
            ("wit/deps/test-types/package.wasm", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"[dependencies]
"test:types" = { path = "../deps/test-types" }
"#),
        ],
        "",
    );
}
