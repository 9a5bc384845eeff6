//! What is not TOML, and what to write instead.

use super::read_shows;

#[test]
fn a_bare_key_with_a_colon_needs_quotes() {
    read_shows(
        "toml::a_bare_key_with_a_colon_needs_quotes",
        "deps.toml",
        r#"test:types = { path = "../test-types" }
"#,
        r#""#,
    );
}

#[test]
fn a_bare_key_with_a_colon_does_not_hide_other_faults() {
    read_shows(
        "toml::a_bare_key_with_a_colon_does_not_hide_other_faults",
        "deps.toml",
        r#"[dependencies]
test:types = { path = "../test-types" }
other = 3
"#,
        r#""#,
    );
}

#[test]
fn a_bare_key_with_a_version_is_one_fault() {
    read_shows(
        "toml::a_bare_key_with_a_version_is_one_fault",
        "deps.toml",
        r#"[dependencies]
a:b@1.0.0 = { path = "x" }
"#,
        r#""#,
    );
}

#[test]
fn a_bare_name_in_a_header_needs_quotes() {
    read_shows(
        "toml::a_bare_name_in_a_header_needs_quotes",
        "deps.toml",
        r#"[dependencies.test:types]
path = "../types"
"#,
        r#""#,
    );
}

#[test]
fn a_text_needs_quotes() {
    read_shows(
        "toml::a_text_needs_quotes",
        "deps.toml",
        r#"[package]
name = test:types
version = 1.0.0
[dependencies]
a = { path = ../x }
"#,
        r#""#,
    );
}

#[test]
fn typographic_quotes_are_none() {
    read_shows(
        "toml::typographic_quotes_are_none",
        "deps.toml",
        r#"[dependencies]
a = { path = “x” }
"#,
        r#""#,
    );
}

#[test]
fn a_text_without_an_end() {
    read_shows(
        "toml::a_text_without_an_end",
        "deps.toml",
        r#"[dependencies]
"a:b" = { path = "x }
"#,
        r#""#,
    );
}

#[test]
fn a_table_without_an_end() {
    read_shows(
        "toml::a_table_without_an_end",
        "deps.toml",
        r#"[dependencies
"a:b" = { path = "x" }
"#,
        r#""#,
    );
}

#[test]
fn an_inline_table_without_an_end() {
    read_shows(
        "toml::an_inline_table_without_an_end",
        "deps.toml",
        r#"[dependencies]
"a:b" = { path = "x"
"#,
        r#""#,
    );
}

#[test]
fn a_missing_comma() {
    read_shows(
        "toml::a_missing_comma",
        "deps.toml",
        r#"[dependencies]
"a:b" = { path = "x" version = "1.0.0" }
"#,
        r#""#,
    );
}

#[test]
fn a_key_without_a_value() {
    read_shows(
        "toml::a_key_without_a_value",
        "deps.toml",
        r#"[dependencies]
"a:b"
"#,
        r#""#,
    );
}

#[test]
fn a_value_missing_after_the_equals_sign() {
    read_shows(
        "toml::a_value_missing_after_the_equals_sign",
        "deps.toml",
        r#"[dependencies]
"a:b" =
"#,
        r#""#,
    );
}

#[test]
fn a_colon_for_an_equals_sign() {
    read_shows(
        "toml::a_colon_for_an_equals_sign",
        "deps.toml",
        r#"[dependencies]
"a:b" = { path: "x" }
"#,
        r#""#,
    );
}

#[test]
fn a_key_twice() {
    read_shows(
        "toml::a_key_twice",
        "deps.toml",
        r#"[dependencies]
"a:b" = { path = "x" }
"a:b" = { path = "y" }
"#,
        r#""#,
    );
}

#[test]
fn a_table_twice() {
    read_shows(
        "toml::a_table_twice",
        "deps.toml",
        r#"[dependencies]
a = { path = "x" }
[dependencies]
b = { path = "y" }
"#,
        r#""#,
    );
}

#[test]
fn a_comment_of_another_language() {
    read_shows(
        "toml::a_comment_of_another_language",
        "deps.toml",
        r#"// types
[dependencies]
"#,
        r#""#,
    );
}

#[test]
fn json() {
    read_shows(
        "toml::json",
        "deps.toml",
        r#"{
  "dependencies": {}
}
"#,
        r#""#,
    );
}

#[test]
fn yaml() {
    read_shows(
        "toml::yaml",
        "deps.toml",
        r#"- "a:b": ../x
"#,
        r#""#,
    );
}

#[test]
fn two_pairs_on_a_line() {
    read_shows(
        "toml::two_pairs_on_a_line",
        "deps.toml",
        r#"a = "x" b = "y"
"#,
        r#""#,
    );
}

#[test]
fn windows_path_with_an_escape_that_is_none() {
    read_shows(
        "toml::windows_path_with_an_escape_that_is_none",
        "deps.toml",
        r#"[dependencies]
a = { path = "..\wit" }
"#,
        r#""#,
    );
}

#[test]
fn a_semicolon_at_the_end() {
    read_shows(
        "toml::a_semicolon_at_the_end",
        "deps.toml",
        r#"[dependencies]
a = { path = "x" };
"#,
        r#""#,
    );
}
