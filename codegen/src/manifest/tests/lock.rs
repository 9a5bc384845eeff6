//! Faults of a `deps.lock`.

use super::read_shows;

#[test]
fn url_is_not_a_string() {
    read_shows(
        "lock::url_is_not_a_string",
        "deps.lock",
        r#"[types]
url = 3
"#,
        r#""#,
    );
}

#[test]
fn digests_are_missing() {
    read_shows(
        "lock::digests_are_missing",
        "deps.lock",
        r#"[types]
url = "https://example.com/a"
"#,
        r#""#,
    );
}

#[test]
fn a_digest_is_malformed() {
    read_shows(
        "lock::a_digest_is_malformed",
        "deps.lock",
        r#"[types]
url = "https://example.com/a"
sha256 = "12"
sha512 = "x"
"#,
        r#""#,
    );
}

#[test]
fn not_a_table_or_not_toml() {
    read_shows(
        "lock::not_a_table_or_not_toml",
        "deps.lock",
        r#"types = 3
[io
"#,
        r#""#,
    );
}

#[test]
fn an_unknown_key_and_deps_that_are_no_list() {
    read_shows(
        "lock::an_unknown_key_and_deps_that_are_no_list",
        "deps.lock",
        r#"[types]
sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
sha512 = "ee26b0dd4af7e749aa1a8ee3c10ae9923f618980772e473f8819a5d4940e0db27ac185f8a0e1d5f84f88bc887fd67b143732c304cc5fa9ad8e6f57f50028a8ff"
deps = "io"
mode = 3
"#,
        r#""#,
    );
}
