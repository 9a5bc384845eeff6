//! Several versions of a package side by side.

use super::directory::{Directory, TYPES, USER};

const TYPES_2: &str =
    "package test:types@2.0.0;\ninterface types {\n  record pair { one: u64 }\n}\n";
const USER_2: &str = "package test:user2@1.0.0;\ninterface user {\n  \
    use test:types/types@2.0.0.{pair};\n  take: func(it: pair);\n}\n";

#[test]
fn each_version_has_its_own_module() {
    let files = [("wit/one/types.wit", TYPES), ("wit/two/types.wit", TYPES_2)];
    Directory::new(&files).expand_valid().has(&["pub mod types1_0_0", "pub mod types2_0_0"]);
}

#[test]
fn two_packages_use_different_versions() {
    let files = [
        ("wit/a/user.wit", USER),
        ("wit/b/user.wit", USER_2),
        ("wit/deps/types-1/types.wit", TYPES),
        ("wit/deps/types-2/types.wit", TYPES_2),
    ];
    Directory::new(&files).expand_valid().has(&["pub mod types1_0_0", "pub mod types2_0_0"]);
    let directory = Directory::new(&files);
    let manifest = |version: &str, folder: &str| {
        format!(
            "[dependencies]\n\"test:types\" = {{ path = \"../deps/{folder}\", version = \"{version}\" }}\n"
        )
    };
    directory.write("wit/a/deps.toml", manifest("1.0.0", "types-1"));
    directory.write("wit/b/deps.toml", manifest("2.0.0", "types-2"));
    directory.expand_valid();
    directory.write("wit/b/deps.toml", manifest("1.0.0", "types-1"));
    let messages = directory.expand().messages();
    assert!(
        messages.contains("package `test:types@2.0.0` is not declared in `wit/b/deps.toml`"),
        "{messages}"
    );
}

#[test]
fn one_package_uses_two_versions() {
    let both = "package test:both;\ninterface both {\n  use test:types/types@1.0.0.{pair};\n  \
        use test:types/types@2.0.0.{pair as pair2};\n  take: func(a: pair, b: pair2);\n}\n";
    let files = [
        ("wit/both/both.wit", both),
        ("wit/deps/types-1/types.wit", TYPES),
        ("wit/deps/types-2/types.wit", TYPES_2),
    ];
    let manifest = "[dependencies]\n\"test:types@1.0.0\" = { path = \"../deps/types-1\" }\n\
        \"test:types@2.0.0\" = { path = \"../deps/types-2\" }\n";
    let directory = Directory::new(&files);
    directory.expand_valid().has(&["pub mod types1_0_0", "pub mod types2_0_0"]);
    directory.write("wit/both/deps.toml", manifest);
    directory.expand_valid();
}

#[test]
fn a_missing_version_is_reported_where_it_is_used() {
    let files = [("wit/b/user.wit", USER_2), ("wit/deps/types-1/types.wit", TYPES)];
    Directory::new(&files).expand().reports(&[
        "package `test:types` has no version `2.0.0`",
        "--> wit/b/user.wit:3:7",
        "::: wit/deps/types-1/types.wit:1:9",
    ]);
}

#[test]
fn prereleases_and_build_metadata_are_versions_of_their_own() {
    let package =
        |version: &str| format!("package t:a@{version};\ninterface i {{ type t = u8; }}\n");
    let versions = ["1.0.0", "1.0.0-rc.1", "1.0.0+build", "0.3.0-rc-2026-01-06"];
    let directory = Directory::new(&[]);
    for (at, version) in versions.iter().enumerate() {
        directory.write(&format!("wit/{at}/a.wit"), package(version));
        let user = format!(
            "package t:u{at};\ninterface i {{ use t:a/i@{version}.{{t}}; f: func(t: t); }}\n"
        );
        directory.write(&format!("wit/u{at}/u.wit"), user);
    }
    directory.expand_valid();
}
