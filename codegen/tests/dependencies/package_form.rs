//! Manifests with `[dependencies]` and `[package]` next to `.wit` files, and packages without a manifest.

use super::directory::{Directory, TYPES, USER};

/// Creates two packages, and this manifest for the one that depends on the other.
fn with(manifest: &str) -> Directory {
    Directory::new(&[
        ("wit/types/types.wit", TYPES),
        ("wit/user/user.wit", USER),
        ("wit/user/deps.toml", manifest),
    ])
}

#[test]
fn a_dependency_is_declared_in_every_shape() {
    for manifest in [
        "[dependencies]\n\"test:types\" = { path = \"../types\" }\n",
        "[dependencies]\n\"test:types\" = { path = \"../types\", version = \"1.0.0\" }\n",
        "[dependencies]\n\"test:types@1.0.0\" = { path = \"../types\" }\n",
        "[dependencies]\nanything = { path = \"../types\" }\n",
        "[dependencies]\nanything = { path = \"../types/\", version = \"1.0.0\" }\n",
        "[dependencies.\"test:types\"]\npath = \"./../types\"\nversion = \"1.0.0\"\n",
        "dependencies.types.path = \"../../wit/types\"\n",
        "dependencies = { types = { path = '../types' } }\n",
        "# first\n[package]\nname = \"test:user\"\nversion = \"1.0.0\"\n\n[dependencies]\n\
         types = { path = \"../types\" } # behind\n",
        "[dependencies]\r\ntypes = { path = \"../types\" }\r\n",
        "\u{feff}[dependencies]\ntypes = { path = \"../types\" }\n",
    ] {
        let expansion = with(manifest).expand();
        assert_eq!(expansion.messages(), "", "{manifest}");
        expansion.has(&["pub mod types", "struct Pair", "pub mod user", "fn take"]);
    }
}

#[test]
fn a_file_with_only_comments_or_empty_dependencies_declares_nothing() {
    for manifest in ["", "# nothing yet\n", "[dependencies]\n", "# a\n[dependencies]\n# b\n"] {
        let alone = [("wit/types/types.wit", TYPES), ("wit/types/deps.toml", manifest)];
        Directory::new(&alone).expand_valid().has(&["struct Pair"]);
        with(manifest).expand().reports(&[
            "error: package `test:types@1.0.0` is not declared in `wit/user/deps.toml`",
            "--> wit/user/user.wit:3:7",
            "add `\"test:types\" = { path = \"../types\" }` below `[dependencies]`",
        ]);
    }
}

#[test]
fn a_package_without_a_manifest_finds_its_dependencies_by_name() {
    let files = [("wit/z/types.wit", TYPES), ("wit/a/user.wit", USER)];
    Directory::new(&files).expand_valid().has(&["struct Pair", "fn take"]);
}

#[test]
fn a_manifest_declares_exactly_the_direct_dependencies() {
    let a = "package t:a;\ninterface i {\n  type t = u32;\n}\n";
    let b = "package t:b;\ninterface i {\n  use t:a/i.{t};\n  type u = t;\n}\n";
    let c = "package t:c;\ninterface i {\n  use t:b/i.{u};\n  type v = u;\n}\n";
    let on_a = "[dependencies]\n\"t:a\" = { path = \"../a\" }\n";
    let on_b = "[dependencies]\n\"t:b\" = { path = \"../b\" }\n";
    let files = [
        ("wit/a/a.wit", a),
        ("wit/b/b.wit", b),
        ("wit/b/deps.toml", on_a),
        ("wit/c/c.wit", c),
        ("wit/c/deps.toml", on_b),
    ];
    // `c` depends on `a` only through `b`, and need not declare it.
    Directory::new(&files).expand_valid().has(&["pub mod a", "pub mod b", "pub mod c"]);
    let both = "[dependencies]\n\"t:b\" = { path = \"../b\" }\n\"t:a\" = { path = \"../a\" }\n";
    let directory = Directory::new(&files);
    directory.write("wit/c/deps.toml", both);
    directory.expand().reports(&["warning: the dependency `t:a` is never used", "deps.toml:3:1"]);
}

#[test]
fn transitive_dependencies_are_found_across_folders_and_roots() {
    let a = "package t:a;\ninterface i { type t = u32; }\n";
    let b = "package t:b;\ninterface i { use t:a/i.{t}; type u = t; }\n";
    let c = "package t:c;\ninterface i { use t:b/i.{u}; take: func(it: u); }\n";
    let to = |name: &str, path: &str| format!("[dependencies]\n{name} = {{ path = \"{path}\" }}\n");
    let files = [
        ("../shared/deep/a/a.wit", a),
        ("../shared/b/b.wit", b),
        ("../shared/b/deps.toml", &to("a", "../deep/a")),
        ("wit/c.wit", c),
        ("wit/deps.toml", &to("b", "../../shared/b")),
    ];
    let roots = &["wit", "../shared"];
    Directory::new(&files).roots(roots).expand_valid().has(&["pub mod a", "pub mod b", "fn take"]);
    let alone = Directory::new(&files).roots(&["wit"]).expand();
    alone.reports(&["`../../shared/b` is outside the folders that are read", "wit/deps.toml:2:14"]);
    // The order of the roots does not matter.
    Directory::new(&files).roots(&["../shared", "wit"]).expand_valid();
}

#[test]
fn the_key_and_version_must_be_those_of_the_package() {
    let key = "[dependencies]\n\"test:typos\" = { path = \"../types\" }\n";
    with(key).expand().reports(&["the key is `test:typos`", "wit/user/deps.toml:2:1"]);
    let version = "[dependencies]\nt = { path = \"../types\", version = \"1.0.1\" }\n";
    with(version).expand().reports(&[
        "`test:types` is required at version `1.0.1`, but the package there has version `1.0.0`",
        "wit/user/deps.toml:2:36",
    ]);
}

#[test]
fn a_package_table_is_checked_for_a_package_and_ignored_for_a_group() {
    let types = "[dependencies]\ntypes = { path = \"../types\" }\n";
    with(&format!("[package]\nname = \"test:used\"\n{types}"))
        .expand()
        .reports(&["`[package]` has the name `test:used`", "wit/user/deps.toml:2:8"]);
    let directory = with(types);
    directory.write("wit/deps.toml", "[package]\nname = \"a:b\"\n");
    directory.expand().reports(&["warning: `[package]` is ignored", "wit/deps.toml:1:2"]);
}

#[test]
fn the_manifest_of_a_group_applies_to_all_its_packages() {
    let directory = with("");
    directory.write("wit/deps.toml", "[dependencies]\ntypes = { path = \"types\" }\n");
    directory.expand_valid();
}

#[test]
fn every_manifest_is_tracked() {
    let directory = with("[dependencies]\ntypes = { path = \"../types\" }\n");
    let expansion = directory.expand_valid();
    for file in ["wit/user/deps.toml", "wit/user/user.wit", "wit/types/types.wit"] {
        assert!(expansion.tracks(&directory.path(file)), "{file}");
    }
}

#[test]
fn each_dependency_cycle_is_reported_with_its_full_path() {
    let package = |name: &str, needs: &[&str]| {
        let uses = needs.iter().map(|it| format!("  use t:{it}/i.{{{it}}};\n"));
        format!(
            "package t:{name};\ninterface i {{\n{}  type {name} = u8;\n}}\n",
            uses.collect::<String>()
        )
    };
    let directory = Directory::new(&[]);
    for (name, needs) in [
        ("a", &["b"][..]),
        ("b", &["c"]),
        ("c", &["a"]),
        ("d", &["e"]),
        ("e", &["d"]),
        ("f", &["f2", "a"]),
        ("f2", &[]),
    ] {
        directory.write(&format!("wit/{name}/{name}.wit"), package(name, needs));
    }
    let expansion = directory.expand();
    let messages = expansion.messages();
    assert_eq!(expansion.0.diagnostics.len(), 2, "{messages}");
    assert!(messages.contains("in a cycle: t:a → t:b → t:c → t:a"), "{messages}");
    assert!(messages.contains("in a cycle: t:d → t:e → t:d"), "{messages}");
    expansion.has(&["pub mod f2"]);
}
