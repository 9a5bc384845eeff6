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
            (
                "wkg.lock",
                r#"version = 1

[[packages]]
name = "test:types"
registry = "example.com"

[[packages.versions]]
requirement = "=1.0.0"
version = "1.0.0"
digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
"#,
            ),
        ],
        "",
    );
}

#[test]
fn a_text_package_is_there_at_another_version() {
    link_shows(
        "wkg_link::a_text_package_is_there_at_another_version",
        &[
            (
                "wit/deps/test-types/package.wit",
                r#"package test:types@2.0.0;
interface i { type t = u32; }
"#,
            ),
            (
                "wit/c/c.wit",
                r#"package test:component@1.0.0;

interface component {
    use test:types/types@2.0.0.{test-result};
    execute: func() -> test-result;
}
"#,
            ),
            (
                "wkg.lock",
                r#"version = 1

[[packages]]
name = "test:types"
registry = "example.com"

[[packages.versions]]
requirement = "=1.0.0"
version = "1.0.0"
digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
"#,
            ),
        ],
        r#"error: `test:types` is locked at `1.0.0`, but what is there has version `2.0.0` [AB0860]
 --> wkg.lock:9:11
  |
9 | version = "1.0.0"
  |           ^^^^^^^ locked here
  |
 ::: wit/deps/test-types/package.wit:1:9
  |
1 | package test:types@2.0.0;
  |         ---------------- this one is there
  |
  = help: run `wkg wit fetch`"#,
    );
}

#[test]
fn a_wasm_package_is_what_was_locked() {
    link_shows(
        "wkg_link::a_wasm_package_is_what_was_locked",
        &[
            ("wit/deps/test-types.wasm", TYPES),
            ("wit/c/c.wit", COMPONENT),
            (
                "wkg.lock",
                r#"version = 1

[[packages]]
name = "test:types"
registry = "example.com"

[[packages.versions]]
requirement = "=1.0.0"
version = "1.0.0"
digest = "sha256:(sha256 wit/deps/test-types.wasm)"
"#,
            ),
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
            (
                "wkg.lock",
                r#"version = 1

[[packages]]
name = "test:types"
registry = "example.com"

[[packages.versions]]
requirement = "=1.0.0"
version = "1.0.0"
digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
"#,
            ),
        ],
        r#"error: `wit/deps/test-types.wasm` is not what was locked [AB0861]
  --> wkg.lock:10:10
   |
10 | digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
   |          ^^^^^^^^^^^^^^^^ locked as `00000000…`, found `c04bf1f7…`
   |
   = help: restore the file, or run `wkg wit fetch`"#,
    );
}

#[test]
fn a_wasm_package_is_there_at_another_version() {
    link_shows(
        "wkg_link::a_wasm_package_is_there_at_another_version",
        &[
            (
                "wit/deps/test-types.wasm",
                r#"package test:types@2.0.0;

interface types {
    record test-result { success: bool, message: string }
}
"#,
            ),
            (
                "wkg.lock",
                r#"version = 1

[[packages]]
name = "test:types"
registry = "example.com"

[[packages.versions]]
requirement = "=1.0.0"
version = "1.0.0"
digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
"#,
            ),
        ],
        r#"error: `test:types` is locked at `1.0.0`, but what is there has version `2.0.0` [AB0860]
 --> wkg.lock:9:11
  |
9 | version = "1.0.0"
  |           ^^^^^^^ locked here
  |
  = note: `test:types@2.0.0` is in `wit/deps/test-types.wasm`
  = help: run `wkg wit fetch`"#,
    );
}

#[test]
fn a_used_package_was_not_fetched() {
    link_shows(
        "wkg_link::a_used_package_was_not_fetched",
        &[
            ("wit/c/c.wit", COMPONENT),
            (
                "wkg.lock",
                r#"version = 1

[[packages]]
name = "test:types"
registry = "example.com"

[[packages.versions]]
requirement = "=1.0.0"
version = "1.0.0"
digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
"#,
            ),
        ],
        r#"error: package `test:types@1.0.0` is in `wkg.lock`, but has not been fetched [AB0858]
 --> wit/c/c.wit:4:9
  |
4 |     use test:types/types@1.0.0.{test-result};
  |         ^^^^^^^^^^^^^^^^^^^^^^ used here
  |
 ::: wkg.lock:4:8
  |
4 | name = "test:types"
  |        ------------ locked here
  |
  = help: run `wkg wit fetch`"#,
    );
}

#[test]
fn an_unused_package_was_not_fetched() {
    link_shows(
        "wkg_link::an_unused_package_was_not_fetched",
        &[
            (
                "wit/a.wit",
                r#"package a:b;
interface i { type t = u32; }
"#,
            ),
            (
                "wkg.lock",
                r#"version = 1

[[packages]]
name = "test:types"
registry = "example.com"

[[packages.versions]]
requirement = "=1.0.0"
version = "1.0.0"
digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
"#,
            ),
        ],
        r#"warning: package `test:types` is in `wkg.lock`, but not in the directory [AB0859]
 --> wkg.lock:4:8
  |
4 | name = "test:types"
  |        ^^^^^^^^^^^^ nothing here uses it
  |
  = help: run `wkg wit fetch`, which fetches it or takes it out of the lock"#,
    );
}

#[test]
fn a_version_that_is_not_locked_is_not_told_here() {
    link_shows(
        "wkg_link::a_version_that_is_not_locked_is_not_told_here",
        &[
            (
                "wit/c/c.wit",
                r#"package test:component@1.0.0;

interface component {
    use test:types/types@3.0.0.{test-result};
    execute: func() -> test-result;
}
"#,
            ),
            (
                "wkg.lock",
                r#"version = 1

[[packages]]
name = "test:types"
registry = "example.com"

[[packages.versions]]
requirement = "=1.0.0"
version = "1.0.0"
digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
"#,
            ),
        ],
        "",
    );
}

#[test]
fn another_version_beside_the_locked_one_says_nothing() {
    link_shows(
        "wkg_link::another_version_beside_the_locked_one_says_nothing",
        &[
            (
                "wit/deps/a/package.wit",
                r#"package test:types@2.0.0;
interface i { type t = u32; }
"#,
            ),
            ("wit/deps/b/package.wit", TYPES),
            ("wit/c/c.wit", COMPONENT),
            (
                "wkg.lock",
                r#"version = 1

[[packages]]
name = "test:types"
registry = "example.com"

[[packages.versions]]
requirement = "=1.0.0"
version = "1.0.0"
digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
"#,
            ),
        ],
        "",
    );
}

#[test]
fn a_locked_version_was_not_fetched_beside_another() {
    link_shows(
        "wkg_link::a_locked_version_was_not_fetched_beside_another",
        &[
            (
                "wit/deps/a/package.wit",
                r#"package test:types@2.0.0;
interface i { type t = u32; }
"#,
            ),
            ("wit/c/c.wit", COMPONENT),
            (
                "wkg.lock",
                r#"version = 1

[[packages]]
name = "test:types"
registry = "example.com"

[[packages.versions]]
requirement = "=1.0.0"
version = "1.0.0"
digest = "sha256:0000000000000000000000000000000000000000000000000000000000000000"
"#,
            ),
        ],
        r#"error: package `test:types@1.0.0` is in `wkg.lock`, but has not been fetched [AB0858]
 --> wit/c/c.wit:4:9
  |
4 |     use test:types/types@1.0.0.{test-result};
  |         ^^^^^^^^^^^^^^^^^^^^^^ used here
  |
 ::: wkg.lock:4:8
  |
4 | name = "test:types"
  |        ------------ locked here
  |
  = help: run `wkg wit fetch`"#,
    );
}
