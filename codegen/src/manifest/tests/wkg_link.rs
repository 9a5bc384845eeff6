//! `deps` against `wkg.lock`.

use super::directory::link_shows;
use super::{COMPONENT, TYPES};

#[test]
fn a_text_package_is_there_at_the_locked_version() {
    link_shows(
        "wkg_link::a_text_package_is_there_at_the_locked_version",
        &[
            ("wit/deps/test-types/package.wit", TYPES),
            ("wit/c/c.wit", COMPONENT),
            ("wkg.lock", r#"version = 1

[[packages]]
name = "test:types"
registry = "example.com"

[[packages.versions]]
requirement = "=1.0.0"
version = "1.0.0"
digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
"#),
        ],
        "",
    );
}

#[test]
fn a_text_package_is_there_at_another_version() {
    link_shows(
        "wkg_link::a_text_package_is_there_at_another_version",
        &[
            ("wit/deps/test-types/package.wit", r#"package test:types@2.0.0;
interface i { type t = u32; }
"#),
            ("wit/c/c.wit", r#"package test:component@1.0.0;

interface component {
    use test:types/types@2.0.0.{test-result};
    execute: func() -> test-result;
}
"#),
            ("wkg.lock", r#"version = 1

[[packages]]
name = "test:types"
registry = "example.com"

[[packages.versions]]
requirement = "=1.0.0"
version = "1.0.0"
digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
"#),
        ],
        "",
    );
}

#[test]
fn a_wasm_package_is_what_was_locked() {
    link_shows(
        "wkg_link::a_wasm_package_is_what_was_locked",
        &[
            ("wit/deps/test-types.wasm", TYPES),
            ("wit/c/c.wit", COMPONENT),
            ("wkg.lock", r#"version = 1

[[packages]]
name = "test:types"
registry = "example.com"

[[packages.versions]]
requirement = "=1.0.0"
version = "1.0.0"
digest = "sha256:(sha256 wit/deps/test-types.wasm)"
"#),
        ],
        "",
    );
}

#[test]
fn a_wasm_package_was_changed() {
    link_shows(
        "wkg_link::a_wasm_package_was_changed",
        &[
            ("wit/deps/test-types.wasm", TYPES),
            ("wit/c/c.wit", COMPONENT),
            ("wkg.lock", r#"version = 1

[[packages]]
name = "test:types"
registry = "example.com"

[[packages.versions]]
requirement = "=1.0.0"
version = "1.0.0"
digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
"#),
        ],
        "",
    );
}

#[test]
fn a_wasm_package_is_there_at_another_version() {
    link_shows(
        "wkg_link::a_wasm_package_is_there_at_another_version",
        &[
            ("wit/deps/test-types.wasm", r#"package test:types@2.0.0;

interface types {
    record test-result { success: bool, message: string }
}
"#),
            ("wkg.lock", r#"version = 1

[[packages]]
name = "test:types"
registry = "example.com"

[[packages.versions]]
requirement = "=1.0.0"
version = "1.0.0"
digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
"#),
        ],
        "",
    );
}

#[test]
fn a_used_package_was_not_fetched() {
    link_shows(
        "wkg_link::a_used_package_was_not_fetched",
        &[
            ("wit/c/c.wit", COMPONENT),
            ("wkg.lock", r#"version = 1

[[packages]]
name = "test:types"
registry = "example.com"

[[packages.versions]]
requirement = "=1.0.0"
version = "1.0.0"
digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
"#),
        ],
        "",
    );
}

#[test]
fn an_unused_package_was_not_fetched() {
    link_shows(
        "wkg_link::an_unused_package_was_not_fetched",
        &[
            ("wit/a.wit", r#"package a:b;
interface i { type t = u32; }
"#),
            ("wkg.lock", r#"version = 1

[[packages]]
name = "test:types"
registry = "example.com"

[[packages.versions]]
requirement = "=1.0.0"
version = "1.0.0"
digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
"#),
        ],
        "",
    );
}
