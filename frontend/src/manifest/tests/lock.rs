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
        r#"`url` must be a string, not a number [AB0807]
 --> deps.lock:2:7
  |
2 | url = 3
  |       ^ expected a string
  |
  = help: run `wit-deps lock` to write the file anew"#,
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
        r#"`types` has no `sha256` [AB0830]
 --> deps.lock:1:2
  |
1 | [types]
  |  ^^^^^ no `sha256` in this entry
  |
  = help: run `wit-deps lock` to write the file anew"#,
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
        r#"the `sha256` is 2 digits long, not 64 [AB0824]
 --> deps.lock:3:10
  |
3 | sha256 = "12"
  |          ^^^^ expected 64 digits
  |
  = help: run `wit-deps lock` to write the file anew

the `sha512` is not hexadecimal [AB0824]
 --> deps.lock:4:10
  |
4 | sha512 = "x"
  |          ^^^ `x` is none of `0`–`9` and `a`–`f`
  |
  = help: run `wit-deps lock` to write the file anew"#,
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
        r#"this is not TOML: the `[` of a table is never closed [AB0801]
 --> deps.lock:2:4
  |
2 | [io
  |    ^ expected `]`
  |
  = help: run `wit-deps lock` to write the file anew"#,
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
        r#"`deps` must be an array of strings, not a string [AB0807]
 --> deps.lock:4:8
  |
4 | deps = "io"
  |        ^^^^ expected an array of strings
  |
  = help: run `wit-deps lock` to write the file anew

the key `mode` is not known, and is not read [AB0831]
 --> deps.lock:5:1
  |
5 | mode = 3
  | ^^^^ not known
  |
  = help: run `wit-deps lock` to write the file anew; there are `url`, `prefix`, `path`, `sha256`, `sha512` and `deps`"#,
    );
}
