//! Faults of a `wkg.lock`.

use super::read_shows;

#[test]
fn another_version() {
    read_shows(
        "wkg::another_version",
        "wkg.lock",
        r#"version = 2
"#,
        r#""#,
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
        r#""#,
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
        r#""#,
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
        r#""#,
    );
}
