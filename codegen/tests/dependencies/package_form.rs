//! `[dependencies]` and `[package]` beside the `.wit` files, and packages that have neither.

use super::directory::{Directory, TYPES, USER};

/// The two packages, and this manifest beside the one that uses the other.
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
        let told = with(manifest).expand();
        assert_eq!(told.all(), "", "{manifest}");
        told.has(&["pub mod types", "struct Pair", "pub mod user", "fn take"]);
    }
}

#[test]
fn a_file_with_only_comments_or_empty_dependencies_declares_nothing() {
    for manifest in ["", "# nothing yet\n", "[dependencies]\n", "# a\n[dependencies]\n# b\n"] {
        let alone = [("wit/types/types.wit", TYPES), ("wit/types/deps.toml", manifest)];
        Directory::new(&alone).sound().has(&["struct Pair"]);
        with(manifest).expand().says(&[
            "error: package `test:types@1.0.0` is not declared in `wit/user/deps.toml`",
            "--> wit/user/user.wit:3:7",
            "add `\"test:types\" = { path = \"../types\" }` below `[dependencies]`",
        ]);
    }
}

#[test]
fn a_package_without_a_manifest_finds_by_name() {
    let files = [("wit/z/types.wit", TYPES), ("wit/a/user.wit", USER)];
    Directory::new(&files).sound().has(&["struct Pair", "fn take"]);
}

#[test]
fn a_package_with_a_manifest_declares_what_it_uses_and_no_more() {
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
    // What `c` needs through `b` is followed, and need not be declared again.
    Directory::new(&files).sound().has(&["pub mod a", "pub mod b", "pub mod c"]);
    let both = "[dependencies]\n\"t:b\" = { path = \"../b\" }\n\"t:a\" = { path = \"../a\" }\n";
    let directory = Directory::new(&files);
    directory.write("wit/c/deps.toml", both);
    directory.expand().says(&["warning: the dependency `t:a` is never used", "deps.toml:3:1"]);
}

#[test]
fn dependencies_are_followed_transitively_through_folders_and_roots() {
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
    Directory::new(&files).roots(roots).sound().has(&["pub mod a", "pub mod b", "fn take"]);
    let alone = Directory::new(&files).roots(&["wit"]).expand();
    alone.says(&["`../../shared/b` is outside the folders that are read", "wit/deps.toml:2:14"]);
    // The order of the roots does not matter.
    Directory::new(&files).roots(&["../shared", "wit"]).sound();
}

#[test]
fn a_key_must_be_the_package_there_and_its_version() {
    let key = "[dependencies]\n\"test:typos\" = { path = \"../types\" }\n";
    with(key).expand().says(&["the key is `test:typos`", "wit/user/deps.toml:2:1"]);
    let version = "[dependencies]\nt = { path = \"../types\", version = \"1.0.1\" }\n";
    with(version).expand().says(&[
        "`test:types` is required at version `1.0.1`, but the package there has version `1.0.0`",
        "wit/user/deps.toml:2:36",
    ]);
}

#[test]
fn a_package_table_is_checked_beside_wit_and_ignored_in_a_grouping_folder() {
    let types = "[dependencies]\ntypes = { path = \"../types\" }\n";
    with(&format!("[package]\nname = \"test:used\"\n{types}"))
        .expand()
        .says(&["`[package]` has the name `test:used`", "wit/user/deps.toml:2:8"]);
    let directory = with(types);
    directory.write("wit/deps.toml", "[package]\nname = \"a:b\"\n");
    directory.expand().says(&["warning: `[package]` is ignored", "wit/deps.toml:1:2"]);
}

#[test]
fn the_manifest_of_a_grouping_folder_speaks_to_all_packages_below() {
    let directory = with("");
    directory.write("wit/deps.toml", "[dependencies]\ntypes = { path = \"types\" }\n");
    directory.sound();
}

#[test]
fn every_manifest_is_tracked() {
    let directory = with("[dependencies]\ntypes = { path = \"../types\" }\n");
    let told = directory.sound();
    for file in ["wit/user/deps.toml", "wit/user/user.wit", "wit/types/types.wit"] {
        assert!(told.tracks(&directory.path(file)), "{file}");
    }
}

#[test]
fn every_ring_of_packages_is_told_with_its_full_path() {
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
    let told = directory.expand();
    let all = told.all();
    assert_eq!(told.0.diagnostics.len(), 2, "{all}");
    assert!(all.contains("in a ring: t:a → t:b → t:c → t:a"), "{all}");
    assert!(all.contains("in a ring: t:d → t:e → t:d"), "{all}");
    told.has(&["pub mod f2"]);
}
