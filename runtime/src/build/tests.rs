//! What a configuration gives for a small crate.

use std::path::Path;

use super::config::write;
use super::{Config, Error, Generated, Ownership, Side, WorldOptions};

const WIT: &str = "package a:b;

interface i {
    record r { one: u32 }
    get: func(r: r) -> r;
}

world w {
    export i;
}

world other {
    import i;
}
";

/// What there is for a crate in a folder of its own.
fn generate(wit: &str, configure: impl Fn(Config) -> Config) -> Result<Generated, Error> {
    let folder = tempfile::tempdir().expect("writable");
    write(&folder.path().join("wit/a.wit"), wit).expect("writable");
    let config = Config::of_package(folder.path(), "demo", "0.3.1");
    configure(config).try_generate("src/bindings.rs")
}

/// What is told of it.
fn faults(wit: &str, configure: impl Fn(Config) -> Config) -> Vec<String> {
    match generate(wit, configure) {
        Err(Error::Faults(faults)) => faults,
        other => panic!("no faults: {other:?}"),
    }
}

#[test]
fn a_fault_of_an_option_shows_the_line_that_gave_it() {
    let told = faults(WIT, |config| config.worlds(["w"]).world("nope"));
    let line = line!() - 1;
    let expected = format!(
        "no world `nope` [AB0901]
  --> src/build/tests.rs:{line}:64
   |
{line} |     let told = faults(WIT, |config| config.worlds([\"w\"]).world(\"nope\"));
   |                                                                ^^^^^^"
    );
    let told = told.join("\n");
    let told: Vec<_> = told.lines().take(5).collect();
    assert_eq!(told.join("\n"), expected);
}

#[test]
fn rust_that_is_none_is_a_fault_and_the_option_is_not_there() {
    let told = faults(WIT, |config| {
        config
            .export_macro_name("a b")
            .runtime_path("a::")
            .cfg("a:b", "x, y")
            .with("a:b/i", "1")
            .module("self::x")
            .additional_type_attributes("a:b/i/r", "derive")
            .additional_derives(["fn"])
    });
    let told = told.iter().map(|text| text.lines().next().unwrap_or_default());
    assert_eq!(
        told.collect::<Vec<_>>(),
        [
            "`export_macro_name` takes an identifier of Rust [AB0906]",
            "`runtime_path` takes a path of Rust [AB0906]",
            "`cfg` takes predicates of `#[cfg(…)]` by the names of packages [AB0906]",
            "`with` takes the path of a module [AB0906]",
            "`module` must be a path from the crate's root, not `self::x` [AB0903]",
            "`additional_type_attributes` takes attributes by the names of what gets them [AB0906]",
            "`additional_derives` takes a path of Rust [AB0906]",
        ]
    );
}

#[test]
fn all_faults_of_the_files_are_told_as_the_macro_tells_them() {
    let told =
        faults("package a:b;\ninterface i {\n    f: func(a: x, b: y);\n}\n", |config| config);
    assert_eq!(told.len(), 2, "{told:?}");
    assert!(told[0].contains("\n --> wit/a.wit:3:16\n"), "{}", told[0]);
}

#[test]
fn a_warning_is_told_and_can_be_turned_off() {
    let folder = tempfile::tempdir().expect("writable");
    write(&folder.path().join("wit/a.wit"), WIT).expect("writable");
    let manifest = folder.path().join("wit/deps.toml");
    write(&manifest, "[dependencies]\n\"c:d\" = { path = \"deps/d\" }\n").expect("writable");
    write(&folder.path().join("wit/deps/d/d.wit"), "package c:d;\n").expect("writable");
    let config = Config::of_package(folder.path(), "demo", "0.3.1");
    let told = config.try_generate("b.rs").expect("sound").warnings;
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("\n --> wit/deps.toml:2:1\n"), "{told:?}");
    let silent = config.warnings(false).try_generate("b.rs").expect("sound");
    assert_eq!(silent.warnings, [""; 0]);
}

#[test]
fn options_go_where_those_of_the_macro_go() {
    let source = |configure: fn(Config) -> Config| generate(WIT, configure).expect("sound").source;
    let plain = source(|config| config);
    assert!(plain.contains(" for demo@0.3 build src/bindings.rs:1:1\""), "{plain}");
    for (configure, expected) in [
        (
            (|config| config.additional_derives(["PartialEq"])) as fn(Config) -> Config,
            "Copy, PartialEq)]",
        ),
        (|config| config.additional_type_attributes("a:b/i/r", "#[x] #[y]"), "#[x]"),
        (|config| config.additional_member_attributes("a:b/i/r.one", "#[x]"), "#[x]"),
        (|config| config.cfg("a:b", "feature = \"x\""), "#[cfg(feature = \"x\")]"),
        (|config| config.module("crate::x::r#type"), "pub mod r#type {"),
        (|config| config.default_bindings_module("crate::x"), "::x::a::b::w::export!"),
        (|config| config.runtime_path("crate::rt"), "crate::rt::"),
        (|config| config.type_section_suffix("suffix"), "src/bindings.rs:1:1suffix"),
        (|config| config.world_options("w", WorldOptions::new().stubs(true)), "struct Stub"),
        (|config| config.inline("package c:d; world z { import f: func(); }"), "pub mod z {"),
        (
            |config| config.ownership(Ownership::Borrowing { duplicate_if_necessary: false }),
            "pub mod b {",
        ),
    ] {
        let text = source(configure);
        assert!(text.contains(expected), "no {expected} in {text}");
        assert!(text != plain || plain.contains(expected), "{expected} changes nothing");
    }
    let one = source(|config| config.worlds(["other"]));
    assert!(plain.contains("pub mod w {") && !one.contains("pub mod w {"));
}

#[test]
fn the_text_is_the_same_for_compatible_versions_and_wherever_the_crate_is() {
    let source = |version: &str| {
        let folder = tempfile::tempdir().expect("writable");
        write(&folder.path().join("wit/a.wit"), WIT).expect("writable");
        let config = Config::of_package(folder.path(), "demo", version);
        config.try_generate(folder.path().join("src/bindings.rs")).expect("sound").source
    };
    assert_eq!(source("1.0.0"), source("1.2.3"));
    assert_ne!(source("1.0.0"), source("2.0.0"));
}

#[test]
fn a_file_that_says_the_same_is_left_alone() {
    let folder = tempfile::tempdir().expect("writable");
    let path = folder.path().join("a/b.rs");
    write(&path, "one").expect("writable");
    let time = |path: &Path| path.metadata().and_then(|it| it.modified()).expect("there");
    let before = time(&path);
    write(&path, "one").expect("writable");
    assert_eq!(time(&path), before);
}

#[test]
fn a_checked_in_file_is_up_to_date_or_shown_with_a_diff() {
    let folder = tempfile::tempdir().expect("writable");
    write(&folder.path().join("wit/a.wit"), WIT).expect("writable");
    let config = Config::of_package(folder.path(), "demo", "0.3.1");
    let said = |config: &Config| config.compare("b.rs".as_ref(), false);
    assert!(said(&config).unwrap_err().contains("there is no `b.rs`"));
    config.compare("b.rs".as_ref(), true).expect("written");
    assert_eq!(said(&config), Ok(()));
    let path = folder.path().join("b.rs");
    let text = std::fs::read_to_string(&path).expect("written");
    write(&path, &text.replace('\n', "\r\n")).expect("writable");
    assert_eq!(said(&config), Ok(()), "lines may end in another way");
    write(&path, &text.replace("one: u32", "two: u32")).expect("writable");
    let stale = said(&config).unwrap_err();
    assert!(stale.starts_with("`b.rs` is stale; run this test with `BLESS=1`"), "{stale}");
    assert!(stale.contains("two: u32") && stale.contains("one: u32"), "{stale}");
}

#[test]
fn an_option_of_the_other_side_is_a_fault() {
    let told = faults(WIT, |config| config.optional_exports(true).imports("default", []));
    let heads: Vec<_> = told.iter().filter_map(|text| text.lines().next()).collect();
    assert_eq!(
        heads,
        [
            "`optional_exports` is about the host side [AB0912]",
            "`imports` is about the host side [AB0912]",
        ]
    );
    assert!(told[0].contains("config.optional_exports(true)"), "{}", told[0]);

    let told = faults(WIT, |config| config.stubs(true).skip(["get"]).side(Side::Host));
    let heads: Vec<_> = told.iter().filter_map(|text| text.lines().next()).collect();
    assert_eq!(
        heads,
        ["`stubs` is about the guest side [AB0912]", "`skip` is about the guest side [AB0912]",]
    );
}

#[test]
fn interfaces_beside_a_world_are_a_fault_in_either_order() {
    let of = |configure: fn(Config) -> Config| {
        let told = faults(WIT, |config| configure(config.side(Side::Host)));
        told[0].lines().next().unwrap_or_default().to_owned()
    };
    let expected =
        "`interfaces` cannot work with `inline` or `world`, which name another world [AB0914]";
    assert_eq!(of(|config| config.interfaces("import a:b/i;").world("w")), expected);
    assert_eq!(of(|config| config.world("w").interfaces("import a:b/i;")), expected);
}
