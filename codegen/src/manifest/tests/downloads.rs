//! Faults of the `wit-deps` form of a `deps.toml`.

use super::read_shows;

#[test]
fn digests_of_the_wrong_length() {
    read_shows(
        "downloads::digests_of_the_wrong_length",
        "deps.toml",
        r#"a = { url = "https://example.com/a", sha256 = "00ff", sha512 = "zz" }
"#,
        r#""#,
    );
}

#[test]
fn path_and_url() {
    read_shows(
        "downloads::path_and_url",
        "deps.toml",
        r#"a = { url = "https://example.com/a", path = "../a" }
"#,
        r#""#,
    );
}

#[test]
fn neither_path_nor_url() {
    read_shows(
        "downloads::neither_path_nor_url",
        "deps.toml",
        r#"a = { sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" }
b = {}
"#,
        r#""#,
    );
}

#[test]
fn prefix_and_digests_do_not_go_with_a_path() {
    read_shows(
        "downloads::prefix_and_digests_do_not_go_with_a_path",
        "deps.toml",
        r#"a = { path = "../a", prefix = "wit" }
"#,
        r#""#,
    );
}

#[test]
fn unknown_key_of_a_download() {
    read_shows(
        "downloads::unknown_key_of_a_download",
        "deps.toml",
        r#"a = { url = "https://example.com/a", sha265 = "00" }
"#,
        r#""#,
    );
}

#[test]
fn wrong_types() {
    read_shows(
        "downloads::wrong_types",
        "deps.toml",
        r#"a = 3
b = { url = 3 }
"#,
        r#""#,
    );
}

#[test]
fn urls_that_are_none() {
    read_shows(
        "downloads::urls_that_are_none",
        "deps.toml",
        r#"a = { url = "example.com/a.tar.gz" }
b = "https://"
c = "ftp://example.com/c"
d = "file:///srv/d"
"#,
        r#""#,
    );
}

#[test]
fn names_that_are_no_folder() {
    read_shows(
        "downloads::names_that_are_no_folder",
        "deps.toml",
        r#""../a" = "https://example.com/a"
"#,
        r#""#,
    );
}
