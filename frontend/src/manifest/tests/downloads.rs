//! Faults of the `wit-deps` form of a `deps.toml`.

use super::read_shows;

#[test]
fn digests_of_the_wrong_length() {
    read_shows(
        "downloads::digests_of_the_wrong_length",
        "deps.toml",
        r#"a = { url = "https://example.com/a", sha256 = "00ff", sha512 = "zz" }
"#,
        r#"the `sha256` is 4 digits long, not 64 [AB0824]
 --> deps.toml:1:47
  |
1 | a = { url = "https://example.com/a", sha256 = "00ff", sha512 = "zz" }
  |                                               ^^^^^^ expected 64 digits
  |
  = help: copy the 64 digits of the digest again, or delete the key

the `sha512` is not hexadecimal [AB0824]
 --> deps.toml:1:64
  |
1 | a = { url = "https://example.com/a", sha256 = "00ff", sha512 = "zz" }
  |                                                                ^^^^ `z` is none of `0`–`9` and `a`–`f`
  |
  = help: copy the 128 digits of the digest again, or delete the key"#,
    );
}

#[test]
fn path_and_url() {
    read_shows(
        "downloads::path_and_url",
        "deps.toml",
        r#"a = { url = "https://example.com/a", path = "../a" }
"#,
        r#"the entry `a` has both `url` and `path` [AB0820]
 --> deps.toml:1:38
  |
1 | a = { url = "https://example.com/a", path = "../a" }
  |       --- first                      ^^^^ second
  |
  = help: keep one of the two"#,
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
        r#"the entry `a` has neither `url` nor `path` [AB0819]
 --> deps.toml:1:5
  |
1 | a = { sha256 = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08" }
  |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ where does it come from?
  |
  = help: add `url = "https://…"` or `path = "../folder"`; there are `url`, `path`, `sha256`, `sha512` and `prefix`

the entry `b` has neither `url` nor `path` [AB0819]
 --> deps.toml:2:1
  |
2 | b = {}
  | ^ where does it come from?
  |
  = help: add `url = "https://…"` or `path = "../folder"`; there are `url`, `path`, `sha256`, `sha512` and `prefix`"#,
    );
}

#[test]
fn prefix_and_digests_do_not_go_with_a_path() {
    read_shows(
        "downloads::prefix_and_digests_do_not_go_with_a_path",
        "deps.toml",
        r#"a = { path = "../a", prefix = "wit" }
"#,
        r#"`prefix` does not go together with `path` [AB0821]
 --> deps.toml:1:22
  |
1 | a = { path = "../a", prefix = "wit" }
  |                      ^^^^^^ only beside `url`
  |
  = help: delete it: only what comes from a `url` has one"#,
    );
}

#[test]
fn unknown_key_of_a_download() {
    read_shows(
        "downloads::unknown_key_of_a_download",
        "deps.toml",
        r#"a = { url = "https://example.com/a", sha265 = "00" }
"#,
        r#"unknown key `sha265` [AB0806]
 --> deps.toml:1:38
  |
1 | a = { url = "https://example.com/a", sha265 = "00" }
  |                                      ^^^^^^ not known here
  |
  = help: did you mean `sha256`?"#,
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
        r#"`a` must be a string or a table, not a number [AB0807]
 --> deps.toml:1:5
  |
1 | a = 3
  |     ^ expected a string or a table
  |
  = help: write `a = "https://…"`

`url` must be a string, not a number [AB0807]
 --> deps.toml:2:13
  |
2 | b = { url = 3 }
  |             ^ expected a string
  |
  = help: write `url = "https://…"`"#,
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
        r#"`example.com/a.tar.gz` is not a URL [AB0822]
 --> deps.toml:1:13
  |
1 | a = { url = "example.com/a.tar.gz" }
  |             ^^^^^^^^^^^^^^^^^^^^^^ expected `https://…`
  |
  = help: write the whole URL of a `.tar.gz`, or `path = "…"` for a folder

`https://` is not a URL [AB0822]
 --> deps.toml:2:5
  |
2 | b = "https://"
  |     ^^^^^^^^^^ no such address can be
  |
  = help: write the whole URL of a `.tar.gz`: `https://host/archive.tar.gz`

`wit-deps` cannot fetch from a `ftp:` URL [AB0823]
 --> deps.toml:3:5
  |
3 | c = "ftp://example.com/c"
  |     ^^^^^^^^^^^^^^^^^^^^^ expected `https:`
  |
  = help: name a `.tar.gz` at an `https:` URL

`wit-deps` cannot fetch from a `file:` URL [AB0823]
 --> deps.toml:4:5
  |
4 | d = "file:///srv/d"
  |     ^^^^^^^^^^^^^^^ expected `https:`
  |
  = help: write `path = "/srv/d"`"#,
    );
}

#[test]
fn names_that_are_no_folder() {
    read_shows(
        "downloads::names_that_are_no_folder",
        "deps.toml",
        r#""../a" = "https://example.com/a"
"#,
        r#"`../a` cannot be the name of a folder in `deps` [AB0825]
 --> deps.toml:1:1
  |
1 | "../a" = "https://example.com/a"
  | ^^^^^^ not the name of a folder
  |
  = help: write a plain name: the package will be in `deps/<name>/`"#,
    );
}
