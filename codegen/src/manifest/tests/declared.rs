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
            ("wit/test-component/deps.toml", r#"[dependencies]
"test:typez" = { path = "../test-types" }
"#),
        ],
        "",
    );
}

#[test]
fn key_is_the_package_of_another_folder() {
    link_shows(
        "declared::key_is_the_package_of_another_folder",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/other/o.wit", r#"package test:other@1.0.0;
interface i { type t = u32; }
"#),
            ("wit/test-component/deps.toml", r#"[dependencies]
"test:types" = { path = "../other" }
"#),
        ],
        "",
    );
}

#[test]
fn version_in_the_key_differs() {
    link_shows(
        "declared::version_in_the_key_differs",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"[dependencies]
"test:types@2.0.0" = { path = "../test-types" }
"#),
        ],
        "",
    );
}

#[test]
fn version_differs() {
    link_shows(
        "declared::version_differs",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"[dependencies]
types = { path = "../test-types", version = "2.0.0" }
"#),
        ],
        "",
    );
}

#[test]
fn version_is_in_another_folder() {
    link_shows(
        "declared::version_is_in_another_folder",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/types-2/t.wit", r#"package test:types@2.0.0;
interface i { type t = u32; }
"#),
            ("wit/test-component/deps.toml", r#"[dependencies]
types = { path = "../test-types", version = "2.0.0" }
"#),
        ],
        "",
    );
}

#[test]
fn version_of_a_package_without_one() {
    link_shows(
        "declared::version_of_a_package_without_one",
        &[
            ("wit/t/t.wit", r#"package test:types;
interface i { type t = u32; }
"#),
            ("wit/c/c.wit", r#"package a:b;
interface i {
    use test:types/i.{t};
}
"#),
            ("wit/c/deps.toml", r#"[dependencies]
t = { path = "../t", version = "1.0.0" }
"#),
        ],
        "",
    );
}

#[test]
fn a_package_declares_itself() {
    link_shows(
        "declared::a_package_declares_itself",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"[dependencies]
"test:types" = { path = "../test-types" }
"test:component" = { path = "." }
"#),
        ],
        "",
    );
}

#[test]
fn a_used_package_is_not_declared() {
    link_shows(
        "declared::a_used_package_is_not_declared",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"[dependencies]
"#),
        ],
        "",
    );
}

#[test]
fn a_used_package_at_one_of_two_versions_is_not_declared() {
    link_shows(
        "declared::a_used_package_at_one_of_two_versions_is_not_declared",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/types-2/t.wit", r#"package test:types@2.0.0;
interface i { type t = u32; }
"#),
            ("wit/test-component/deps.toml", r#"# nothing
"#),
        ],
        "",
    );
}

#[test]
fn a_missing_package_is_not_told_here() {
    link_shows(
        "declared::a_missing_package_is_not_told_here",
        &[
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"[dependencies]
"#),
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
            ("wit/a/a.wit", r#"package a:b;
interface i { type t = u32; }
"#),
            ("wit/a/deps.toml", r#"[dependencies]
"test:types" = { path = "../test-types" }
"#),
        ],
        "",
    );
}

#[test]
fn a_grouping_folder_speaks_for_all_below() {
    link_shows(
        "declared::a_grouping_folder_speaks_for_all_below",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"[dependencies]
"#),
            ("wit/deps.toml", r#"[dependencies]
types = { path = "test-types" }
"#),
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
            ("wit/g/a/a.wit", r#"package a:b;
interface i { type t = u32; }
"#),
            ("wit/g/deps.toml", r#"[dependencies]
types = { path = "../test-types" }
"#),
        ],
        "",
    );
}

#[test]
fn nested_packages_of_one_folder_need_not_be_declared() {
    link_shows(
        "declared::nested_packages_of_one_folder_need_not_be_declared",
        &[
            ("wit/a/a.wit", r#"package a:b;
interface i {
    use c:d/i.{t};
}
package c:d {
}
"#),
            ("wit/a/deps.toml", r#"[dependencies]
"#),
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
            ("wit/test-component/deps.toml", r#"[package]
name = "airssys:core"
version = "1.0.0"
"#),
        ],
        "",
    );
}

#[test]
fn package_table_has_another_version() {
    link_shows(
        "declared::package_table_has_another_version",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"[package]
name = "test:component"
version = "2.0.0"
[dependencies]
types = { path = "../test-types" }
"#),
        ],
        "",
    );
}

#[test]
fn package_table_in_a_grouping_folder() {
    link_shows(
        "declared::package_table_in_a_grouping_folder",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/deps.toml", r#"[package]
name = "test:types"
"#),
        ],
        "",
    );
}

#[test]
fn an_unknown_table_brings_no_second_fault() {
    link_shows(
        "declared::an_unknown_table_brings_no_second_fault",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"[dependecies]
"test:types" = { path = "../test-types" }
"#),
        ],
        "",
    );
}

#[test]
fn a_bare_key_brings_no_second_fault() {
    link_shows(
        "declared::a_bare_key_brings_no_second_fault",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"test:types = { path = "../test-types" }
"#),
        ],
        "",
    );
}
