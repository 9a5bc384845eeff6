//! `[dependencies]` and `[package]` against the packages.

use super::directory::link_shows;
use super::{COMPONENT, TYPES};

#[test]
fn key_is_not_the_package_there() {
    link_shows(
        "declared::key_is_not_the_package_there",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
"test:typez" = { path = "../test-types" }
"#,
            ),
        ],
        r#"error: the key says `test:typez`, but the package there is `test:types@1.0.0` [AB0844]
 --> wit/test-component/deps.toml:2:1
  |
2 | "test:typez" = { path = "../test-types" }
  | ^^^^^^^^^^^^ not the package there
  |
 ::: wit/test-types/types.wit:1:9
  |
1 | package test:types@1.0.0;
  |         ---------------- this one
  |
  = help: write `"test:types"`"#,
    );
}

#[test]
fn key_is_the_package_of_another_folder() {
    link_shows(
        "declared::key_is_the_package_of_another_folder",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/other/o.wit",
                r#"package test:other@1.0.0;
interface i { type t = u32; }
"#,
            ),
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
"test:types" = { path = "../other" }
"#,
            ),
        ],
        r#"error: the key says `test:types`, but the package there is `test:other@1.0.0` [AB0844]
 --> wit/test-component/deps.toml:2:1
  |
2 | "test:types" = { path = "../other" }
  | ^^^^^^^^^^^^ not the package there
  |
 ::: wit/other/o.wit:1:9
  |
1 | package test:other@1.0.0;
  |         ---------------- this one
  |
  = help: that package is in `../test-types`: name it in `path`"#,
    );
}

#[test]
fn version_in_the_key_differs() {
    link_shows(
        "declared::version_in_the_key_differs",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
"test:types@2.0.0" = { path = "../test-types" }
"#,
            ),
        ],
        r#"error: `test:types` is wanted at version `2.0.0`, but what is there has version `1.0.0` [AB0845]
 --> wit/test-component/deps.toml:2:1
  |
2 | "test:types@2.0.0" = { path = "../test-types" }
  | ^^^^^^^^^^^^^^^^^^ not the version there
  |
 ::: wit/test-types/types.wit:1:9
  |
1 | package test:types@1.0.0;
  |         ---------------- this one
  |
  = help: write `"test:types@1.0.0"`, or add version 2.0.0 to the directory"#,
    );
}

#[test]
fn version_differs() {
    link_shows(
        "declared::version_differs",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
types = { path = "../test-types", version = "2.0.0" }
"#,
            ),
        ],
        r#"error: `test:types` is wanted at version `2.0.0`, but what is there has version `1.0.0` [AB0845]
 --> wit/test-component/deps.toml:2:45
  |
2 | types = { path = "../test-types", version = "2.0.0" }
  |                                             ^^^^^^^ not the version there
  |
 ::: wit/test-types/types.wit:1:9
  |
1 | package test:types@1.0.0;
  |         ---------------- this one
  |
  = help: write `version = "1.0.0"`, or add version 2.0.0 to the directory"#,
    );
}

#[test]
fn version_is_in_another_folder() {
    link_shows(
        "declared::version_is_in_another_folder",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/types-2/t.wit",
                r#"package test:types@2.0.0;
interface i { type t = u32; }
"#,
            ),
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
types = { path = "../test-types", version = "2.0.0" }
"#,
            ),
        ],
        r#"error: `test:types` is wanted at version `2.0.0`, but what is there has version `1.0.0` [AB0845]
 --> wit/test-component/deps.toml:2:45
  |
2 | types = { path = "../test-types", version = "2.0.0" }
  |                                             ^^^^^^^ not the version there
  |
 ::: wit/test-types/types.wit:1:9
  |
1 | package test:types@1.0.0;
  |         ---------------- this one
  |
  = help: write `version = "1.0.0"`, or `path = "../types-2"`, where 2.0.0 is"#,
    );
}

#[test]
fn version_of_a_package_without_one() {
    link_shows(
        "declared::version_of_a_package_without_one",
        &[
            (
                "wit/t/t.wit",
                r#"package test:types;
interface i { type t = u32; }
"#,
            ),
            (
                "wit/c/c.wit",
                r#"package a:b;
interface i {
    use test:types/i.{t};
}
"#,
            ),
            (
                "wit/c/deps.toml",
                r#"[dependencies]
t = { path = "../t", version = "1.0.0" }
"#,
            ),
        ],
        r#"error: `test:types` is wanted at version `1.0.0`, but what is there has no version [AB0845]
 --> wit/c/deps.toml:2:32
  |
2 | t = { path = "../t", version = "1.0.0" }
  |                                ^^^^^^^ not the version there
  |
 ::: wit/t/t.wit:1:9
  |
1 | package test:types;
  |         ---------- this one
  |
  = help: delete the version, or give the package one in its WIT"#,
    );
}

#[test]
fn a_package_declares_itself() {
    link_shows(
        "declared::a_package_declares_itself",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
"test:types" = { path = "../test-types" }
"test:component" = { path = "." }
"#,
            ),
        ],
        r#"error: package `test:component` declares itself as a dependency [AB0846]
 --> wit/test-component/deps.toml:3:1
  |
3 | "test:component" = { path = "." }
  | ^^^^^^^^^^^^^^^^ the package itself
  |
 ::: wit/test-component/component.wit:1:9
  |
1 | package test:component@1.0.0;
  |         -------------------- this package
  |
  = help: delete the line"#,
    );
}

#[test]
fn a_used_package_is_not_declared() {
    link_shows(
        "declared::a_used_package_is_not_declared",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
"#,
            ),
        ],
        r#"error: package `test:types@1.0.0` is not declared in `wit/test-component/deps.toml` [AB0847]
 --> wit/test-component/component.wit:4:9
  |
4 |     use test:types/types@1.0.0.{test-result};
  |         ^^^^^^^^^^^^^^^^^^^^^^ used here
  |
  = help: add `"test:types" = { path = "../test-types" }` below `[dependencies]` in `wit/test-component/deps.toml`"#,
    );
}

#[test]
fn a_used_package_at_one_of_two_versions_is_not_declared() {
    link_shows(
        "declared::a_used_package_at_one_of_two_versions_is_not_declared",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/types-2/t.wit",
                r#"package test:types@2.0.0;
interface i { type t = u32; }
"#,
            ),
            (
                "wit/test-component/deps.toml",
                r#"# nothing
"#,
            ),
        ],
        r#"error: package `test:types@1.0.0` is not declared in `wit/test-component/deps.toml` [AB0847]
 --> wit/test-component/component.wit:4:9
  |
4 |     use test:types/types@1.0.0.{test-result};
  |         ^^^^^^^^^^^^^^^^^^^^^^ used here
  |
  = help: add `"test:types@1.0.0" = { path = "../test-types" }` below `[dependencies]` in `wit/test-component/deps.toml`"#,
    );
}

#[test]
fn a_missing_package_is_not_told_here() {
    link_shows(
        "declared::a_missing_package_is_not_told_here",
        &[
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
"#,
            ),
        ],
        "",
    );
}

#[test]
fn a_declared_dependency_is_not_used() {
    link_shows(
        "declared::a_declared_dependency_is_not_used",
        &[
            ("wit/test-types/types.wit", TYPES),
            (
                "wit/a/a.wit",
                r#"package a:b;
interface i { type t = u32; }
"#,
            ),
            (
                "wit/a/deps.toml",
                r#"[dependencies]
"test:types" = { path = "../test-types" }
"#,
            ),
        ],
        r#"warning: the dependency `test:types` is never used [AB0848]
 --> wit/a/deps.toml:2:1
  |
2 | "test:types" = { path = "../test-types" }
  | ^^^^^^^^^^^^ nothing here uses it
  |
  = help: delete the line, or use something of `test:types@1.0.0` in the WIT"#,
    );
}

#[test]
fn a_grouping_folder_speaks_for_all_below() {
    link_shows(
        "declared::a_grouping_folder_speaks_for_all_below",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
"#,
            ),
            (
                "wit/deps.toml",
                r#"[dependencies]
types = { path = "test-types" }
"#,
            ),
        ],
        "",
    );
}

#[test]
fn a_dependency_of_a_grouping_folder_is_not_used() {
    link_shows(
        "declared::a_dependency_of_a_grouping_folder_is_not_used",
        &[
            ("wit/test-types/types.wit", TYPES),
            (
                "wit/g/a/a.wit",
                r#"package a:b;
interface i { type t = u32; }
"#,
            ),
            (
                "wit/g/deps.toml",
                r#"[dependencies]
types = { path = "../test-types" }
"#,
            ),
        ],
        r#"warning: the dependency `types` is never used [AB0848]
 --> wit/g/deps.toml:2:1
  |
2 | types = { path = "../test-types" }
  | ^^^^^ nothing here uses it
  |
  = help: delete the line, or use something of `test:types@1.0.0` in the WIT"#,
    );
}

#[test]
fn nested_packages_of_one_folder_need_not_be_declared() {
    link_shows(
        "declared::nested_packages_of_one_folder_need_not_be_declared",
        &[
            (
                "wit/a/a.wit",
                r#"package a:b;
interface i {
    use c:d/i.{t};
}
package c:d {
}
"#,
            ),
            (
                "wit/a/deps.toml",
                r#"[dependencies]
"#,
            ),
        ],
        "",
    );
}

#[test]
fn package_table_names_another_package() {
    link_shows(
        "declared::package_table_names_another_package",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"[package]
name = "airssys:core"
version = "1.0.0"
"#,
            ),
        ],
        r#"error: `[package]` says `airssys:core`, but the package here is `test:component` [AB0849]
 --> wit/test-component/deps.toml:2:8
  |
2 | name = "airssys:core"
  |        ^^^^^^^^^^^^^^ not the package here
  |
 ::: wit/test-component/component.wit:1:9
  |
1 | package test:component@1.0.0;
  |         -------------------- the package here
  |
  = help: write `name = "test:component"`"#,
    );
}

#[test]
fn package_table_has_another_version() {
    link_shows(
        "declared::package_table_has_another_version",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"[package]
name = "test:component"
version = "2.0.0"
[dependencies]
types = { path = "../test-types" }
"#,
            ),
        ],
        r#"error: `[package]` says version `2.0.0`, but the package here is `test:component@1.0.0` [AB0850]
 --> wit/test-component/deps.toml:3:11
  |
3 | version = "2.0.0"
  |           ^^^^^^^ not the version here
  |
 ::: wit/test-component/component.wit:1:9
  |
1 | package test:component@1.0.0;
  |         -------------------- the package here
  |
  = help: write `version = "1.0.0"`, or change the WIT"#,
    );
}

#[test]
fn package_table_in_a_grouping_folder() {
    link_shows(
        "declared::package_table_in_a_grouping_folder",
        &[
            ("wit/test-types/types.wit", TYPES),
            (
                "wit/deps.toml",
                r#"[package]
name = "test:types"
"#,
            ),
        ],
        r#"warning: `[package]` is ignored: `wit` holds no `.wit` file [AB0851]
 --> wit/deps.toml:1:2
  |
1 | [package]
  |  ^^^^^^^ no package is here
  |
  = help: delete the table, or move it to the `deps.toml` of the package"#,
    );
}

#[test]
fn an_unknown_table_brings_no_second_fault() {
    link_shows(
        "declared::an_unknown_table_brings_no_second_fault",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"[dependecies]
"test:types" = { path = "../test-types" }
"#,
            ),
        ],
        r#"error: unknown table `dependecies` [AB0805]
 --> wit/test-component/deps.toml:1:2
  |
1 | [dependecies]
  |  ^^^^^^^^^^^ no such table
  |
  = help: did you mean `dependencies`?"#,
    );
}

#[test]
fn a_bare_key_brings_no_second_fault() {
    link_shows(
        "declared::a_bare_key_brings_no_second_fault",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"test:types = { path = "../test-types" }
"#,
            ),
        ],
        r#"error: the key `test:types` needs quotes [AB0802]
 --> wit/test-component/deps.toml:1:5
  |
1 | test:types = { path = "../test-types" }
  |     ^ not allowed in a key without quotes
  |
  = help: write `"test:types" = { path = "../test-types" }`, below a line `[dependencies]`"#,
    );
}

#[test]
fn a_package_declared_at_another_version_only() {
    link_shows(
        "declared::a_package_declared_at_another_version_only",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/types-2/t.wit",
                r#"package test:types@2.0.0;
interface i { type t = u32; }
"#,
            ),
            (
                "wit/test-component/deps.toml",
                r#"[dependencies]
"test:types" = { path = "../types-2" }
"#,
            ),
        ],
        r#"error: package `test:types@1.0.0` is not declared in `wit/test-component/deps.toml` [AB0847]
 --> wit/test-component/component.wit:4:9
  |
4 |     use test:types/types@1.0.0.{test-result};
  |         ^^^^^^^^^^^^^^^^^^^^^^ used here
  |
  = help: add `"test:types@1.0.0" = { path = "../test-types" }` below `[dependencies]` in `wit/test-component/deps.toml`"#,
    );
}

#[test]
fn a_package_of_a_nested_deps_folder_is_declared_like_any() {
    link_shows(
        "declared::a_package_of_a_nested_deps_folder_is_declared_like_any",
        &[
            (
                "wit/c/deps/t/t.wit",
                r#"package test:types@1.0.0;
interface i { type t = u32; }
"#,
            ),
            ("wit/c/c.wit", COMPONENT),
            (
                "wit/c/deps.toml",
                r#"[dependencies]
"#,
            ),
        ],
        r#"error: package `test:types@1.0.0` is not declared in `wit/c/deps.toml` [AB0847]
 --> wit/c/c.wit:4:9
  |
4 |     use test:types/types@1.0.0.{test-result};
  |         ^^^^^^^^^^^^^^^^^^^^^^ used here
  |
  = help: add `"test:types" = { path = "deps/t" }` below `[dependencies]` in `wit/c/deps.toml`"#,
    );
}

#[test]
fn a_wasm_package_is_declared_by_its_file() {
    link_shows(
        "declared::a_wasm_package_is_declared_by_its_file",
        &[
            ("wit/deps/test-types.wasm", TYPES),
            ("wit/c/c.wit", COMPONENT),
            (
                "wit/c/deps.toml",
                r#"[dependencies]
"test:types" = { path = "../deps/test-types.wasm" }
"#,
            ),
        ],
        "",
    );
}
