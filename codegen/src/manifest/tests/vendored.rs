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
            ("wit/test-component/deps.toml", r#"types = "https://example.com/test-types.tar.gz"
"#),
        ],
        "",
    );
}

#[test]
fn what_was_locked_is_there() {
    link_shows(
        "vendored::what_was_locked_is_there",
        &[
            ("wit/test-component/deps/types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"types = "https://example.com/test-types.tar.gz"
"#),
            ("wit/test-component/deps.lock", r#"[types]
url = "https://example.com/test-types.tar.gz"
sha256 = "(sha256 wit/test-component/deps/types)"
sha512 = "(sha512 wit/test-component/deps/types)"
"#),
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
            ("wit/test-component/deps.toml", r#"types = "https://example.com/test-types.tar.gz"
"#),
            ("wit/test-component/deps.lock", r#"[types]
url = 3
"#),
        ],
        "",
    );
}

#[test]
fn an_entry_was_not_fetched() {
    link_shows(
        "vendored::an_entry_was_not_fetched",
        &[
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"types = "https://example.com/test-types.tar.gz"
"#),
            ("wit/test-component/deps.lock", r#"[types]
url = "https://example.com/test-types.tar.gz"
sha256 = "(sha256 wit/test-component/deps/types)"
sha512 = "(sha512 wit/test-component/deps/types)"
"#),
        ],
        "",
    );
}

#[test]
fn an_entry_of_the_usual_manifest_was_not_fetched() {
    link_shows(
        "vendored::an_entry_of_the_usual_manifest_was_not_fetched",
        &[
            ("wit/a.wit", r#"package a:b;
interface i { type t = u32; }
"#),
            ("wit/deps.toml", r#"types = "https://example.com/test-types.tar.gz"
"#),
        ],
        "",
    );
}

#[test]
fn a_path_entry_that_was_not_copied_is_read_where_it_is() {
    link_shows(
        "vendored::a_path_entry_that_was_not_copied_is_read_where_it_is",
        &[
            ("wit/test-types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"types = "../test-types"
"#),
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
            ("wit/test-component/deps.toml", r#"types = "../test-typos"
"#),
        ],
        "",
    );
}

#[test]
fn an_entry_is_not_locked() {
    link_shows(
        "vendored::an_entry_is_not_locked",
        &[
            ("wit/test-component/deps/types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"types = "https://example.com/test-types.tar.gz"
"#),
            ("wit/test-component/deps.lock", r#""#),
        ],
        "",
    );
}

#[test]
fn an_entry_is_locked_needlessly() {
    link_shows(
        "vendored::an_entry_is_locked_needlessly",
        &[
            ("wit/test-component/deps/types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"types = "https://example.com/test-types.tar.gz"
"#),
            ("wit/test-component/deps.lock", r#"[types]
url = "https://example.com/test-types.tar.gz"
sha256 = "(sha256 wit/test-component/deps/types)"
sha512 = "(sha512 wit/test-component/deps/types)"
[io]
url = "https://example.com/test-types.tar.gz"
sha256 = "(sha256 wit/test-component/deps/types)"
sha512 = "(sha512 wit/test-component/deps/types)"
"#),
        ],
        "",
    );
}

#[test]
fn an_entry_is_locked_from_elsewhere() {
    link_shows(
        "vendored::an_entry_is_locked_from_elsewhere",
        &[
            ("wit/test-component/deps/types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"types = "https://example.com/v2.tar.gz"
"#),
            ("wit/test-component/deps.lock", r#"[types]
url = "https://example.com/test-types.tar.gz"
sha256 = "(sha256 wit/test-component/deps/types)"
sha512 = "(sha512 wit/test-component/deps/types)"
"#),
        ],
        "",
    );
}

#[test]
fn a_folder_was_changed() {
    link_shows(
        "vendored::a_folder_was_changed",
        &[
            ("wit/test-component/deps/types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"types = "https://example.com/test-types.tar.gz"
"#),
            ("wit/test-component/deps.lock", r#"[types]
url = "https://example.com/test-types.tar.gz"
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
sha512 = "(sha512 wit/test-component/deps/types)"
"#),
        ],
        "",
    );
}

#[test]
fn a_folder_has_another_sha512() {
    link_shows(
        "vendored::a_folder_has_another_sha512",
        &[
            ("wit/test-component/deps/types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"types = "https://example.com/test-types.tar.gz"
"#),
            ("wit/test-component/deps.lock", r#"[types]
url = "https://example.com/test-types.tar.gz"
sha256 = "(sha256 wit/test-component/deps/types)"
sha512 = "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
"#),
        ],
        "",
    );
}

#[test]
fn a_locked_package_that_came_with_another_is_not_there() {
    link_shows(
        "vendored::a_locked_package_that_came_with_another_is_not_there",
        &[
            ("wit/test-component/deps/types/types.wit", TYPES),
            ("wit/test-component/component.wit", COMPONENT),
            ("wit/test-component/deps.toml", r#"types = "https://example.com/test-types.tar.gz"
"#),
            ("wit/test-component/deps.lock", r#"[types]
url = "https://example.com/test-types.tar.gz"
sha256 = "(sha256 wit/test-component/deps/types)"
sha512 = "(sha512 wit/test-component/deps/types)"
deps = ["io"]

[io]
sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
sha512 = "00000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000"
"#),
        ],
        "",
    );
}

#[test]
fn an_entry_is_never_used() {
    link_shows(
        "vendored::an_entry_is_never_used",
        &[
            ("wit/test-component/deps/types/types.wit", TYPES),
            ("wit/test-component/c.wit", r#"package a:b;
interface i { type t = u32; }
"#),
            ("wit/test-component/deps.toml", r#"types = "https://example.com/test-types.tar.gz"
"#),
            ("wit/test-component/deps.lock", r#"[types]
url = "https://example.com/test-types.tar.gz"
sha256 = "(sha256 wit/test-component/deps/types)"
sha512 = "(sha512 wit/test-component/deps/types)"
"#),
        ],
        "",
    );
}
