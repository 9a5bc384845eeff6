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
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
"test:types" = { path = "../test-types", version = "1.0.0" }
"#,
            ),
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
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
types = { path = "./../test-types/" }
"#,
            ),
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
            (
                "wit/test-types/deps.toml",
                r#"# none
"#,
            ),
            (
                "wit/b/b.wit",
                r#"package x:y;
interface i { type t = u32; }
"#,
            ),
            (
                "wit/b/deps.toml",
                r#"[dependencies]
"#,
            ),
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
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
"test:types" = { path = "../test-typos" }
"#,
            ),
        ],
        r#"error: there is no folder `../test-typos` [AB0840]
 --> wit/test-component/deps.toml:2:25
  |
2 | "test:types" = { path = "../test-typos" }
  |                         ^^^^^^^^^^^^^^^ nothing is there
  |
  = help: did you mean `../test-types`?"#,
    );
}

#[test]
fn path_nowhere_by_an_alias() {
    link_shows(
        "path::path_nowhere_by_an_alias",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
types = { path = "../test-typos" }
"#,
            ),
        ],
        r#"error: there is no folder `../test-typos` [AB0840]
 --> wit/test-component/deps.toml:2:18
  |
2 | types = { path = "../test-typos" }
  |                  ^^^^^^^^^^^^^^^ nothing is there
  |
  = help: did you mean `../test-types`?"#,
    );
}

#[test]
fn path_nowhere_and_nothing_is_like_it() {
    link_shows(
        "path::path_nowhere_and_nothing_is_like_it",
        &[
            (
                "wit/a/a.wit",
                r#"package a:b;
interface i { type t = u32; }
"#,
            ),
            (
                "wit/a/deps.toml",
                r#"[dependencies]
far = { path = "../quite-another" }
"#,
            ),
        ],
        r#"error: there is no folder `../quite-another` [AB0840]
 --> wit/a/deps.toml:2:16
  |
2 | far = { path = "../quite-another" }
  |                ^^^^^^^^^^^^^^^^^^ nothing is there
  |
  = help: we looked for `wit/quite-another`; put the package there, or write the path to it"#,
    );
}

#[test]
fn path_nowhere_and_another_fault() {
    link_shows(
        "path::path_nowhere_and_another_fault",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
"test:types" = { path = "../test-typos" }
other = 3
"#,
            ),
        ],
        r#"error: `other` must be a table, not a number [AB0807]
 --> wit/test-component/deps.toml:3:9
  |
3 | other = 3
  |         ^ expected a table
  |
  = help: write `other = { path = "../folder" }`

error: there is no folder `../test-typos` [AB0840]
 --> wit/test-component/deps.toml:2:25
  |
2 | "test:types" = { path = "../test-typos" }
  |                         ^^^^^^^^^^^^^^^ nothing is there
  |
  = help: did you mean `../test-types`?"#,
    );
}

#[test]
fn path_is_a_file() {
    link_shows(
        "path::path_is_a_file",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
"test:types" = { path = "../test-types/types.wit" }
"#,
            ),
        ],
        r#"error: `../test-types/types.wit` is a file, and a dependency is a folder [AB0841]
 --> wit/test-component/deps.toml:2:25
  |
2 | "test:types" = { path = "../test-types/types.wit" }
  |                         ^^^^^^^^^^^^^^^^^^^^^^^^^ a file
  |
  = help: name its folder: `../test-types`"#,
    );
}

#[test]
fn path_with_a_backslash() {
    link_shows(
        "path::path_with_a_backslash",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
"test:types" = { path = "..\\test-types" }
"#,
            ),
        ],
        r#"error: the path `..\test-types` is written with `\` [AB0816]
 --> wit/test-component/deps.toml:2:25
  |
2 | "test:types" = { path = "..\\test-types" }
  |                         ^^^^^^^^^^^^^^^^ expected `/`
  |
  = help: write `"../test-types"`"#,
    );
}

#[test]
fn path_leaves_the_roots() {
    link_shows(
        "path::path_leaves_the_roots",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
"test:types" = { path = "../test-types" }
other = { path = "../../../shared/other" }
"#,
            ),
        ],
        r#"error: `../../../shared/other` is outside the folders that are read [AB0842]
 --> wit/test-component/deps.toml:3:18
  |
3 | other = { path = "../../../shared/other" }
  |                  ^^^^^^^^^^^^^^^^^^^^^^^ leaves every folder in `path`
  |
  = help: add the folder to those that are read: `path: ["wit", "../shared/other"]`"#,
    );
}

#[test]
fn path_leaves_the_roots_by_too_many_dots() {
    link_shows(
        "path::path_leaves_the_roots_by_too_many_dots",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
types = { path = "../../test-types" }
"#,
            ),
        ],
        r#"error: `../../test-types` is outside the folders that are read [AB0842]
 --> wit/test-component/deps.toml:2:18
  |
2 | types = { path = "../../test-types" }
  |                  ^^^^^^^^^^^^^^^^^^ leaves every folder in `path`
  |
  = help: did you mean `../test-types`?"#,
    );
}

#[test]
fn folder_holds_no_package() {
    link_shows(
        "path::folder_holds_no_package",
        &[
            (
                "wit/types/v1/t.wit",
                r#"package test:types@1.0.0;
interface i { type t = u32; }
"#,
            ),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
"test:types" = { path = "../types" }
"#,
            ),
        ],
        r#"error: `../types` holds no `.wit` file [AB0843]
 --> wit/test-component/deps.toml:2:25
  |
2 | "test:types" = { path = "../types" }
  |                         ^^^^^^^^^^ no package is here
  |
  = help: name the folder of the package: `../types/v1`"#,
    );
}

#[test]
fn folder_of_one_wasm_package() {
    link_shows(
        "path::folder_of_one_wasm_package",
        &[
            ("wit/deps/test-types/package.wasm", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
"test:types" = { path = "../deps/test-types" }
"#,
            ),
        ],
        "",
    );
}

#[test]
fn path_into_a_folder_that_is_not_read() {
    link_shows(
        "path::path_into_a_folder_that_is_not_read",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
"test:types" = { path = "../test-types" }
hidden = { path = "../.cache/x" }
"#,
            ),
        ],
        r#"error: there is no folder `../.cache/x` [AB0840]
 --> wit/test-component/deps.toml:3:19
  |
3 | hidden = { path = "../.cache/x" }
  |                   ^^^^^^^^^^^^^ not read
  |
  = help: move the package: a folder called `.cache` is not read"#,
    );
}

#[test]
fn path_to_the_folder_above_all() {
    link_shows(
        "path::path_to_the_folder_above_all",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
types = { path = ".." }
"#,
            ),
        ],
        r#"error: `..` holds no `.wit` file [AB0843]
 --> wit/test-component/deps.toml:2:18
  |
2 | types = { path = ".." }
  |                  ^^^^ no package is here
  |
  = help: name the folder of the package: `../test-types`"#,
    );
}
