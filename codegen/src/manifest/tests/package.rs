//! Faults of the package form of a `deps.toml`.

use super::read_shows;

#[test]
fn unknown_table_with_the_nearest_name() {
    read_shows(
        "package::unknown_table_with_the_nearest_name",
        "deps.toml",
        r#"[dependecies]
"test:types" = { path = "../test-types" }
"#,
        r#""#,
    );
}

#[test]
fn unknown_table() {
    read_shows(
        "package::unknown_table",
        "deps.toml",
        r#"[dependencies]
[workspace]
members = []
"#,
        r#""#,
    );
}

#[test]
fn unknown_key_at_the_top() {
    read_shows(
        "package::unknown_key_at_the_top",
        "deps.toml",
        r#"name = 3
[dependencies]
"#,
        r#""#,
    );
}

#[test]
fn unknown_key_of_a_dependency() {
    read_shows(
        "package::unknown_key_of_a_dependency",
        "deps.toml",
        r#"[dependencies]
a = { paht = "../x" }
b = { path = "../b", features = [] }
"#,
        r#""#,
    );
}

#[test]
fn unknown_key_of_the_package() {
    read_shows(
        "package::unknown_key_of_the_package",
        "deps.toml",
        r#"[package]
nmae = "a:b"
authors = []
"#,
        r#""#,
    );
}

#[test]
fn path_is_not_a_string() {
    read_shows(
        "package::path_is_not_a_string",
        "deps.toml",
        r#"[dependencies]
"test:types" = { path = ["../test-types"] }
"#,
        r#""#,
    );
}

#[test]
fn a_dependency_is_not_a_table() {
    read_shows(
        "package::a_dependency_is_not_a_table",
        "deps.toml",
        r#"[dependencies]
other = 3
"a:b" = "../b"
"c:d" = "1.0.0"
"#,
        r#""#,
    );
}

#[test]
fn dependencies_is_not_a_table() {
    read_shows(
        "package::dependencies_is_not_a_table",
        "deps.toml",
        r#"dependencies = ["../x"]
"#,
        r#""#,
    );
}

#[test]
fn empty_texts() {
    read_shows(
        "package::empty_texts",
        "deps.toml",
        r#"[dependencies]
"" = { path = "x" }
a = { path = "" }
"#,
        r#""#,
    );
}

#[test]
fn a_dependency_without_a_path() {
    read_shows(
        "package::a_dependency_without_a_path",
        "deps.toml",
        r#"[dependencies]
"a:b" = { version = "1.0.0" }
c = {}
[dependencies.d]
"#,
        r#""#,
    );
}

#[test]
fn an_absolute_path() {
    read_shows(
        "package::an_absolute_path",
        "deps.toml",
        r#"[dependencies]
a = { path = "/home/me/types" }
b = { path = "C:/types" }
c = { path = 'C:\types' }
"#,
        r#""#,
    );
}

#[test]
fn a_path_with_backslashes() {
    read_shows(
        "package::a_path_with_backslashes",
        "deps.toml",
        r#"[dependencies]
"test:types" = { path = "..\\test-types" }
b = { path = '..\b' }
"#,
        r#""#,
    );
}

#[test]
fn a_path_with_a_backslash_that_became_a_tab() {
    read_shows(
        "package::a_path_with_a_backslash_that_became_a_tab",
        "deps.toml",
        r#"[dependencies]
"test:types" = { path = "..\test-types" }
"#,
        r#""#,
    );
}

#[test]
fn a_path_that_is_a_url() {
    read_shows(
        "package::a_path_that_is_a_url",
        "deps.toml",
        r#"[dependencies]
a = { path = "https://example.com/a" }
"#,
        r#""#,
    );
}

#[test]
fn two_keys_for_one_path() {
    read_shows(
        "package::two_keys_for_one_path",
        "deps.toml",
        r#"[dependencies]
"a:b" = { path = "../b" }
b = { path = "../c/../b/" }
"#,
        r#""#,
    );
}

#[test]
fn a_key_that_is_no_package_name() {
    read_shows(
        "package::a_key_that_is_no_package_name",
        "deps.toml",
        r#"[dependencies]
"test:types/types" = { path = "../x" }
"test:myTypes" = { path = "../y" }
"test:" = { path = "../z" }
"#,
        r#""#,
    );
}

#[test]
fn bad_versions() {
    read_shows(
        "package::bad_versions",
        "deps.toml",
        r#"[dependencies]
"a:b@1.0" = { path = "../a" }
b = { path = "../b", version = "^1" }
c = { path = "../c", version = "latest" }
d = { path = "../d", version = 2 }
"#,
        r#""#,
    );
}

#[test]
fn a_version_in_the_key_and_another_beside_it() {
    read_shows(
        "package::a_version_in_the_key_and_another_beside_it",
        "deps.toml",
        r#"[dependencies]
"a:b@1.0.0" = { path = "../a", version = "2.0.0" }
"#,
        r#""#,
    );
}

#[test]
fn a_download_below_dependencies() {
    read_shows(
        "package::a_download_below_dependencies",
        "deps.toml",
        r#"[dependencies]
a = { url = "https://example.com/a.tar.gz", sha256 = "00" }
"#,
        r#""#,
    );
}

#[test]
fn both_forms_mixed() {
    read_shows(
        "package::both_forms_mixed",
        "deps.toml",
        r#"types = "https://example.com/types.tar.gz"
io = { path = "../io" }
[dependencies]
"a:b" = { path = "../b" }
"#,
        r#""#,
    );
}

#[test]
fn a_package_table_with_bad_values() {
    read_shows(
        "package::a_package_table_with_bad_values",
        "deps.toml",
        r#"[package]
name = "types"
version = "v1"
"#,
        r#""#,
    );
}

#[test]
fn name_and_version_without_their_table() {
    read_shows(
        "package::name_and_version_without_their_table",
        "deps.toml",
        r#"name = "a:b"
version = "1.0.0"
[dependencies]
"#,
        r#""#,
    );
}

#[test]
fn dependencies_without_their_table() {
    read_shows(
        "package::dependencies_without_their_table",
        "deps.toml",
        r#""a:b" = { path = "../b", version = "1.0.0" }
c = { path = "../c" }
"#,
        r#""#,
    );
}
