//! Faults of a `wkg.lock`.

use super::read_shows;

#[test]
fn another_version() {
    read_shows(
        "wkg::another_version",
        "wkg.lock",
        r#"version = 2
"#,
        r#"`wkg.lock` has version 2, and only version 1 is read [AB0832]
 --> wkg.lock:1:11
  |
1 | version = 2
  |           ^ no digest is checked
  |
  = help: write the file with a `wkg` that writes version 1, or update airssys-bindings"#,
    );
}

#[test]
fn no_version() {
    read_shows(
        "wkg::no_version",
        "wkg.lock",
        r#"[[packages]]
name = "a:b"
"#,
        r#"`wkg.lock` has no `version` [AB0830]
 --> wkg.lock:1:1
  |
1 | [[packages]]
  | ^ no `version = 1` in the file
  |
  = help: run `wkg wit fetch` to write the file anew"#,
    );
}

#[test]
fn packages_with_faults() {
    read_shows(
        "wkg::packages_with_faults",
        "wkg.lock",
        r#"version = 1
[[packages]]
name = "types"
[[packages]]
name = "a:b"
[[packages.versions]]
version = "1.0"
digest = "sha256:00"
[[packages.versions]]
requirement = "=1.0.0"
[[packages]]
registry = 3
"#,
        r#"`types` is not the name of a package [AB0812]
 --> wkg.lock:3:8
  |
3 | name = "types"
  |        ^^^^^^^ expected `namespace:name`
  |
  = help: run `wkg wit fetch` to write the file anew

`1.0` is not a full version [AB0810]
 --> wkg.lock:7:11
  |
7 | version = "1.0"
  |           ^^^^^ expected a version such as `1.0.0`
  |
  = help: run `wkg wit fetch` to write the file anew

the `digest` is 2 digits long, not 64 [AB0824]
 --> wkg.lock:8:10
  |
8 | digest = "sha256:00"
  |          ^^^^^^^^^^^ expected 64 digits
  |
  = help: run `wkg wit fetch` to write the file anew

`a:b` has no `version` [AB0830]
 --> wkg.lock:9:1
  |
9 | [[packages.versions]]
  | ^^^^^^^^^^^^^^^^^^^^^ no `version` in this entry
  |
  = help: run `wkg wit fetch` to write the file anew

`a package` has no `name` [AB0830]
  --> wkg.lock:11:1
   |
11 | [[packages]]
   | ^^^^^^^^^^^^ no `name` in this entry
   |
   = help: run `wkg wit fetch` to write the file anew"#,
    );
}

#[test]
fn digest_of_another_kind() {
    read_shows(
        "wkg::digest_of_another_kind",
        "wkg.lock",
        r#"version = 1
[[packages]]
name = "a:b"
[[packages.versions]]
version = "1.0.0"
digest = "md5:00"
[[packages.versions]]
version = "1.1.0"
digest = "00"
"#,
        r#"the `digest` is a `md5`, not a `sha256` [AB0824]
 --> wkg.lock:6:10
  |
6 | digest = "md5:00"
  |          ^^^^^^^^ expected `sha256:…`
  |
  = help: run `wkg wit fetch` to write the file anew

the `digest` is not marked as `sha256:` [AB0824]
 --> wkg.lock:9:10
  |
9 | digest = "00"
  |          ^^^^ expected `sha256:…`
  |
  = help: run `wkg wit fetch` to write the file anew"#,
    );
}
