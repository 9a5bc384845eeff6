//! `deps` against the manifest and the lock of `wit-deps`.

use super::directory::link_shows;
use super::{COMPONENT, TYPES};

#[test]
fn urls_without_a_lock() {
    link_shows(
        "vendored::urls_without_a_lock",
        &[
            ("wit/test-component/deps/types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"types = "https://example.com/test-types.tar.gz"
"#,
            ),
        ],
        r#"warning: `deps.toml` has URLs, and there is no `deps.lock` to check what came from them [AB0853]
 --> wit/test-component/deps.toml:1:9
  |
1 | types = "https://example.com/test-types.tar.gz"
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ not checked
  |
  = help: run `wit-deps lock`, here as `wit-deps -m wit/test-component/deps.toml -l wit/test-component/deps.lock -d wit/test-component/deps lock`"#,
    );
}

#[test]
fn what_was_locked_is_there() {
    link_shows(
        "vendored::what_was_locked_is_there",
        &[
            ("wit/test-component/deps/types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"types = "https://example.com/test-types.tar.gz"
"#,
            ),
            (
                "wit/test-component/deps.lock",
                r#"[types]
url = "https://example.com/test-types.tar.gz"
sha256 = "(sha256 wit/test-component/deps/types)"
sha512 = "(sha512 wit/test-component/deps/types)"
"#,
            ),
        ],
        "",
    );
}

#[test]
fn lock_is_not_sound() {
    link_shows(
        "vendored::lock_is_not_sound",
        &[
            ("wit/test-component/deps/types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"types = "https://example.com/test-types.tar.gz"
"#,
            ),
            (
                "wit/test-component/deps.lock",
                r#"[types]
url = 3
"#,
            ),
        ],
        r#"error: `url` must be a string, not a number [AB0807]
 --> wit/test-component/deps.lock:2:7
  |
2 | url = 3
  |       ^ expected a string
  |
  = help: run `wit-deps lock` to write the file anew"#,
    );
}

#[test]
fn an_entry_was_not_fetched() {
    link_shows(
        "vendored::an_entry_was_not_fetched",
        &[
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"types = "https://example.com/test-types.tar.gz"
"#,
            ),
            (
                "wit/test-component/deps.lock",
                r#"[types]
url = "https://example.com/test-types.tar.gz"
sha256 = "(sha256 wit/test-component/deps/types)"
sha512 = "(sha512 wit/test-component/deps/types)"
"#,
            ),
        ],
        r#"error: `types` has not been fetched: `wit/test-component/deps/types` holds no package [AB0852]
 --> wit/test-component/deps.toml:1:1
  |
1 | types = "https://example.com/test-types.tar.gz"
  | ^^^^^ not there
  |
  = help: run `wit-deps`, here as `wit-deps -m wit/test-component/deps.toml -l wit/test-component/deps.lock -d wit/test-component/deps`"#,
    );
}

#[test]
fn an_entry_of_the_usual_manifest_was_not_fetched() {
    link_shows(
        "vendored::an_entry_of_the_usual_manifest_was_not_fetched",
        &[
            (
                "wit/a.wit",
                r#"package a:b;
interface i { type t = u32; }
"#,
            ),
            (
                "wit/deps.toml",
                r#"types = "https://example.com/test-types.tar.gz"
"#,
            ),
        ],
        r#"error: `types` has not been fetched: `wit/deps/types` holds no package [AB0852]
 --> wit/deps.toml:1:1
  |
1 | types = "https://example.com/test-types.tar.gz"
  | ^^^^^ not there
  |
  = help: run `wit-deps`"#,
    );
}

#[test]
fn a_path_entry_that_was_not_copied_is_read_where_it_is() {
    link_shows(
        "vendored::a_path_entry_that_was_not_copied_is_read_where_it_is",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"types = "../test-types"
"#,
            ),
        ],
        "",
    );
}

#[test]
fn a_path_entry_that_leads_nowhere() {
    link_shows(
        "vendored::a_path_entry_that_leads_nowhere",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"types = "../test-typos"
"#,
            ),
        ],
        r#"error: there is no folder `../test-typos` [AB0840]
 --> wit/test-component/deps.toml:1:9
  |
1 | types = "../test-typos"
  |         ^^^^^^^^^^^^^^^ nothing is there
  |
  = help: did you mean `../test-types`?"#,
    );
}

#[test]
fn an_entry_is_not_locked() {
    link_shows(
        "vendored::an_entry_is_not_locked",
        &[
            ("wit/test-component/deps/types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"types = "https://example.com/test-types.tar.gz"
"#,
            ),
            ("wit/test-component/deps.lock", r#""#),
        ],
        r#"error: `types` is not in `wit/test-component/deps.lock` [AB0854]
 --> wit/test-component/deps.toml:1:1
  |
1 | types = "https://example.com/test-types.tar.gz"
  | ^^^^^ not locked
  |
  = help: run `wit-deps lock`, here as `wit-deps -m wit/test-component/deps.toml -l wit/test-component/deps.lock -d wit/test-component/deps lock`"#,
    );
}

#[test]
fn an_entry_is_locked_needlessly() {
    link_shows(
        "vendored::an_entry_is_locked_needlessly",
        &[
            ("wit/test-component/deps/types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"types = "https://example.com/test-types.tar.gz"
"#,
            ),
            (
                "wit/test-component/deps.lock",
                r#"[types]
url = "https://example.com/test-types.tar.gz"
sha256 = "(sha256 wit/test-component/deps/types)"
sha512 = "(sha512 wit/test-component/deps/types)"
[io]
url = "https://example.com/test-types.tar.gz"
sha256 = "(sha256 wit/test-component/deps/types)"
sha512 = "(sha512 wit/test-component/deps/types)"
"#,
            ),
        ],
        r#"warning: `io` is locked, but `deps.toml` does not name it [AB0855]
 --> wit/test-component/deps.lock:5:2
  |
5 | [io]
  |  ^^ not in `deps.toml`
  |
  = help: run `wit-deps lock`, here as `wit-deps -m wit/test-component/deps.toml -l wit/test-component/deps.lock -d wit/test-component/deps lock`"#,
    );
}

#[test]
fn an_entry_is_locked_from_elsewhere() {
    link_shows(
        "vendored::an_entry_is_locked_from_elsewhere",
        &[
            ("wit/test-component/deps/types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"types = "https://example.com/v2.tar.gz"
"#,
            ),
            (
                "wit/test-component/deps.lock",
                r#"[types]
url = "https://example.com/test-types.tar.gz"
sha256 = "(sha256 wit/test-component/deps/types)"
sha512 = "(sha512 wit/test-component/deps/types)"
"#,
            ),
        ],
        r#"error: `types` is locked from another place than `deps.toml` names [AB0856]
 --> wit/test-component/deps.toml:1:9
  |
1 | types = "https://example.com/v2.tar.gz"
  |         ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ this is wanted
  |
 ::: wit/test-component/deps.lock:2:7
  |
2 | url = "https://example.com/test-types.tar.gz"
  |       --------------------------------------- this was locked
  |
  = help: run `wit-deps lock`, here as `wit-deps -m wit/test-component/deps.toml -l wit/test-component/deps.lock -d wit/test-component/deps lock`"#,
    );
}

#[test]
fn a_folder_was_changed() {
    link_shows(
        "vendored::a_folder_was_changed",
        &[
            ("wit/test-component/deps/types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"types = "https://example.com/test-types.tar.gz"
"#,
            ),
            (
                "wit/test-component/deps.lock",
                r#"[types]
url = "https://example.com/test-types.tar.gz"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
sha512 = "(sha512 wit/test-component/deps/types)"
"#,
            ),
        ],
        r#"error: `wit/test-component/deps/types` is not what was locked [AB0857]
 --> wit/test-component/deps.lock:3:10
  |
3 | sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
  |          ^^^^^^^^^ locked as `00000000…`, found `dd53ed1c…`
  |
  = help: restore the folder; if what is there is right, run `wit-deps update`, here as `wit-deps -m wit/test-component/deps.toml -l wit/test-component/deps.lock -d wit/test-component/deps update`"#,
    );
}

#[test]
fn a_folder_has_another_sha512() {
    link_shows(
        "vendored::a_folder_has_another_sha512",
        &[
            ("wit/test-component/deps/types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"types = "https://example.com/test-types.tar.gz"
"#,
            ),
            (
                "wit/test-component/deps.lock",
                r#"[types]
url = "https://example.com/test-types.tar.gz"
sha256 = "(sha256 wit/test-component/deps/types)"
sha512 = "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
"#,
            ),
        ],
        r#"error: `wit/test-component/deps/types` is not what was locked [AB0857]
 --> wit/test-component/deps.lock:4:10
  |
4 | sha512 = "000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000...
  |          ^^^^^^^^^ locked as `00000000…`, found `87a42e66…`
  |
  = help: restore the folder; if what is there is right, run `wit-deps update`, here as `wit-deps -m wit/test-component/deps.toml -l wit/test-component/deps.lock -d wit/test-component/deps update`"#,
    );
}

#[test]
fn a_locked_package_that_came_with_another_is_not_there() {
    link_shows(
        "vendored::a_locked_package_that_came_with_another_is_not_there",
        &[
            ("wit/test-component/deps/types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"types = "https://example.com/test-types.tar.gz"
"#,
            ),
            (
                "wit/test-component/deps.lock",
                r#"[types]
url = "https://example.com/test-types.tar.gz"
sha256 = "(sha256 wit/test-component/deps/types)"
sha512 = "(sha512 wit/test-component/deps/types)"
deps = ["io"]

[io]
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
sha512 = "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
"#,
            ),
        ],
        r#"error: `io` has not been fetched: `wit/test-component/deps/io` holds no package [AB0852]
 --> wit/test-component/deps.lock:7:2
  |
7 | [io]
  |  ^^ not there
  |
  = help: run `wit-deps`, here as `wit-deps -m wit/test-component/deps.toml -l wit/test-component/deps.lock -d wit/test-component/deps`"#,
    );
}

#[test]
fn an_entry_is_never_used() {
    link_shows(
        "vendored::an_entry_is_never_used",
        &[
            ("wit/test-component/deps/types/types.wit", TYPES),
            (
                "wit/test-component/c.wit",
                r#"package a:b;
interface i { type t = u32; }
"#,
            ),
            (
                "wit/test-component/deps.toml",
                r#"types = "https://example.com/test-types.tar.gz"
"#,
            ),
            (
                "wit/test-component/deps.lock",
                r#"[types]
url = "https://example.com/test-types.tar.gz"
sha256 = "(sha256 wit/test-component/deps/types)"
sha512 = "(sha512 wit/test-component/deps/types)"
"#,
            ),
        ],
        r#"warning: the dependency `types` is never used [AB0848]
 --> wit/test-component/deps.toml:1:1
  |
1 | types = "https://example.com/test-types.tar.gz"
  | ^^^^^ nothing uses it
  |
  = help: delete the line, or use something of the package in the WIT"#,
    );
}

#[test]
fn a_url_is_the_same_in_the_lock_in_another_spelling() {
    link_shows(
        "vendored::a_url_is_the_same_in_the_lock_in_another_spelling",
        &[
            ("wit/test-component/deps/types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            (
                "wit/test-component/deps.toml",
                r#"types = "HTTPS://example.com:443/test types.tar.gz"
"#,
            ),
            (
                "wit/test-component/deps.lock",
                r#"[types]
url = "https://example.com/test%20types.tar.gz"
sha256 = "(sha256 wit/test-component/deps/types)"
sha512 = "(sha512 wit/test-component/deps/types)"
"#,
            ),
        ],
        "",
    );
}
