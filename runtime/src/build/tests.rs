//! Tests of a configuration for a small crate.

use std::path::Path;

use airssys_bindings_codegen::options;

use super::generate::write;
use super::{Compatibility, Config, Error, FunctionFlag, Generated, Ownership, Side, WorldOptions};

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

/// Generates the code of a crate with one WIT file.
fn generate(wit: &str, configure: impl Fn(Config) -> Config) -> Result<Generated, Error> {
    let folder = tempfile::tempdir().expect("writable");
    write(&folder.path().join("wit/a.wit"), wit).expect("writable");
    let config = Config::of_package(folder.path(), "demo", "0.3.1");
    configure(config).try_generate("src/bindings.rs")
}

/// Returns the errors of a configuration for a crate with one WIT file.
fn errors(wit: &str, configure: impl Fn(Config) -> Config) -> Vec<String> {
    match generate(wit, configure) {
        Err(Error::Invalid(errors)) => errors,
        other => panic!("no errors: {other:?}"),
    }
}

/// Returns the first line of each error.
fn messages(errors: &[String]) -> Vec<&str> {
    errors.iter().map(|error| error.lines().next().unwrap_or_default()).collect()
}

#[test]
fn an_error_in_an_option_shows_the_line_that_sets_it() {
    let found = errors(WIT, |config| config.worlds(["w"]).world("nope"));
    let line = line!() - 1;
    let expected = format!(
        "no world `nope` [AB0901]
  --> src/build/tests.rs:{line}:65
   |
{line} |     let found = errors(WIT, |config| config.worlds([\"w\"]).world(\"nope\"));
   |                                                                 ^^^^^^"
    );
    let found = found.join("\n");
    let found: Vec<_> = found.lines().take(5).collect();
    assert_eq!(found.join("\n"), expected);
}

#[test]
fn invalid_rust_syntax_is_an_error_and_the_option_is_not_set() {
    let found = errors(WIT, |config| {
        config
            .export_macro_name("a b")
            .runtime_path("a::")
            .cfg("a:b", "x, y")
            .with("a:b/i", "1")
            .module("self::x")
            .additional_type_attributes("a:b/i/r", "derive")
            .additional_derives(["fn"])
    });
    assert_eq!(
        messages(&found),
        [
            "`export_macro_name` expects a Rust identifier, as a string [AB0906]",
            "`runtime_path` expects a Rust path, as a string [AB0906]",
            "`cfg` expects a map from package names to `#[cfg(…)]` predicates [AB0906]",
            "`with` expects a map from interface or type names to Rust paths [AB0906]",
            "`module` must be a path such as `crate::bindings`, not `self::x` [AB0903]",
            "`additional_type_attributes` expects a map from type names to attributes [AB0906]",
            "`additional_derives` expects a list of derives [AB0906]",
        ]
    );
}

#[test]
fn all_errors_in_wit_files_are_reported() {
    let found =
        errors("package a:b;\ninterface i {\n    f: func(a: x, b: y);\n}\n", |config| config);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].contains("\n --> wit/a.wit:3:16\n"), "{}", found[0]);
}

#[test]
fn warnings_are_reported_and_can_be_turned_off() {
    let folder = tempfile::tempdir().expect("writable");
    write(&folder.path().join("wit/a.wit"), WIT).expect("writable");
    let manifest = folder.path().join("wit/deps.toml");
    write(&manifest, "[dependencies]\n\"c:d\" = { path = \"deps/d\" }\n").expect("writable");
    write(&folder.path().join("wit/deps/d/d.wit"), "package c:d;\n").expect("writable");
    let config = Config::of_package(folder.path(), "demo", "0.3.1");
    let warnings = config.try_generate("b.rs").expect("valid").warnings;
    assert_eq!(warnings.len(), 1, "{warnings:?}");
    assert!(warnings[0].contains("\n --> wit/deps.toml:2:1\n"), "{warnings:?}");
    let silent = config.warnings(false).try_generate("b.rs").expect("valid");
    assert_eq!(silent.warnings, [""; 0]);
}

#[test]
fn options_change_the_generated_code() {
    let source = |configure: fn(Config) -> Config| generate(WIT, configure).expect("valid").source;
    let plain = source(|config| config);
    assert!(plain.contains(" for demo@0.3 build src/bindings.rs\""), "{plain}");
    assert!(plain.contains("use ::airssys_bindings as __airssys_bindings;"), "{plain}");
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
        (|config| config.type_section_suffix("suffix"), "src/bindings.rssuffix"),
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
    let elsewhere = source(|config| config.runtime_path("crate::rt"));
    assert!(!elsewhere.contains("airssys_bindings"), "the code names another crate");
    let one = source(|config| config.worlds(["other"]));
    assert!(plain.contains("pub mod w {") && !one.contains("pub mod w {"));
}

#[test]
fn the_source_is_the_same_for_compatible_versions_and_in_every_folder() {
    let source = |version: &str| {
        let folder = tempfile::tempdir().expect("writable");
        write(&folder.path().join("wit/a.wit"), WIT).expect("writable");
        let config = Config::of_package(folder.path(), "demo", version);
        config.try_generate(folder.path().join("src/bindings.rs")).expect("valid").source
    };
    assert_eq!(source("1.0.0"), source("1.2.3"));
    assert_ne!(source("1.0.0"), source("2.0.0"));
}

#[test]
fn a_file_that_is_up_to_date_is_not_written() {
    let folder = tempfile::tempdir().expect("writable");
    let path = folder.path().join("a/b.rs");
    write(&path, "one").expect("writable");
    let time = |path: &Path| path.metadata().and_then(|it| it.modified()).expect("there");
    let before = time(&path);
    write(&path, "one").expect("writable");
    assert_eq!(time(&path), before);
}

#[test]
fn a_stale_file_in_version_control_is_reported_with_a_diff() {
    let folder = tempfile::tempdir().expect("writable");
    write(&folder.path().join("wit/a.wit"), WIT).expect("writable");
    let config = Config::of_package(folder.path(), "demo", "0.3.1");
    let check = |config: &Config| config.compare("b.rs".as_ref(), false);
    assert!(check(&config).unwrap_err().contains("cannot read `b.rs`"));
    config.compare("b.rs".as_ref(), true).expect("written");
    assert_eq!(check(&config), Ok(()));
    let path = folder.path().join("b.rs");
    let text = std::fs::read_to_string(&path).expect("written");
    write(&path, &text.replace('\n', "\r\n")).expect("writable");
    assert_eq!(check(&config), Ok(()), "line endings are ignored");
    write(&path, &text.replace("one: u32", "two: u32")).expect("writable");
    let stale = check(&config).unwrap_err();
    assert!(stale.starts_with("`b.rs` is stale; run this test with `BLESS=1`"), "{stale}");
    assert!(stale.contains("two: u32") && stale.contains("one: u32"), "{stale}");
}

#[test]
fn an_option_that_selects_nothing_is_an_error() {
    let found = errors(WIT, |config| {
        config.path([""; 0]).path("").worlds([""; 0]).packages(["a:b", ""]).world("w")
    });
    let expected = [
        "`path` is empty [AB0918]",
        "`path` is empty [AB0918]",
        "`worlds` is empty [AB0918]",
        "`packages` is empty [AB0918]",
    ];
    assert_eq!(messages(&found), expected);
    let found = errors(WIT, |config| config.worlds(["other"]).world("w"));
    assert_eq!(messages(&found), ["`worlds` does not select the world `w` [AB0919]"]);
}

#[test]
fn an_option_of_the_other_side_is_an_error() {
    let found = errors(WIT, |config| config.optional_exports(true).imports("default", []));
    let expected = [
        "`optional_exports` applies to hosts only [AB0912]",
        "`imports` applies to hosts only [AB0912]",
    ];
    assert_eq!(messages(&found), expected);
    assert!(found[0].contains("config.optional_exports(true)"), "{}", found[0]);

    let found = errors(WIT, |config| config.stubs(true).skip(["get"]).side(Side::Host));
    let expected =
        ["`stubs` applies to guests only [AB0912]", "`skip` applies to guests only [AB0912]"];
    assert_eq!(messages(&found), expected);
}

#[test]
fn interfaces_with_a_world_are_an_error_in_either_order() {
    let of = |configure: fn(Config) -> Config| {
        let found = errors(WIT, |config| configure(config.side(Side::Host)));
        messages(&found)[0].to_owned()
    };
    let expected =
        "`interfaces` cannot be used with `inline` or `world`, which name another world [AB0914]";
    assert_eq!(of(|config| config.interfaces("import a:b/i;").world("w")), expected);
    assert_eq!(of(|config| config.world("w").interfaces("import a:b/i;")), expected);
}

#[test]
fn each_option_of_the_table_has_a_method() {
    let config = Config::of_package("", "demo", "0.1.0")
        .path("wit")
        .inline("package a:b;")
        .world("w")
        .worlds(["w"])
        .packages(["a:b"])
        .cfg("a:b", "unix")
        .features(["zones"])
        .all_features(true)
        .locked(true)
        .strict_world(true)
        .share_types(false)
        .module("crate::bindings")
        .with("a:b/i", "crate::i")
        .additional_derives(["PartialEq"])
        .ownership(Ownership::Owning)
        .side(Side::Host)
        .warnings(false)
        .max_file_size(1)
        .world_options("w", WorldOptions::new())
        .stubs(true)
        .skip(["f"])
        .raw_strings(true)
        .std_feature(true)
        .export_prefix("prefix")
        .export_macro_name("name")
        .mocks(true)
        .pub_export_macro(true)
        .default_bindings_module("crate::a")
        .runtime_path("crate::rt")
        .bitflags_path("crate::bitflags")
        .map_type("crate::Map")
        .additional_derives_ignore(["r"])
        .additional_type_attributes("a:b/i/r", "#[a]")
        .additional_member_attributes("a:b/i/r.f", "#[a]")
        .type_section_suffix("suffix")
        .disable_run_ctors_once_workaround(true)
        .disable_custom_section_link_helpers(true)
        .sync(["f"])
        .chainable_methods(["f"])
        .merge_structurally_equal_types(true)
        .imports("default", [FunctionFlag::Async])
        .exports("default", [FunctionFlag::Async])
        .trappable_error_type("a:b/i.e", "crate::E")
        .named_imports("a:b/i", "String")
        .optional_exports(true)
        .interfaces("import a:b/i;")
        .wasmtime_crate("wasmtime")
        .require_store_data_send(true)
        .skip_mut_forwarding_impls(true)
        .include_component_type(true)
        .trapping(["*"])
        .include_generated_code_from_file(true)
        .anyhow(true);
    let mut methods: Vec<_> = config.set.iter().map(|option| option.value).collect();
    methods.extend(options::MACRO_ONLY);
    methods.sort_unstable();
    assert_eq!(methods, options::names());
}

#[test]
fn a_skeleton_is_written_once() {
    let folder = tempfile::tempdir().expect("writable");
    write(&folder.path().join("wit/a.wit"), WIT).expect("writable");
    let config = Config::of_package(folder.path(), "demo", "0.3.1");
    assert!(config.write_skeleton("w", "src/w.rs").expect("valid"));
    let path = folder.path().join("src/w.rs");
    let source = std::fs::read_to_string(&path).expect("written");
    assert!(source.starts_with("use crate::a::b::w;\nuse crate::a::b::w::exports::a::b::i;\n"));
    assert!(source.contains("impl i::Guest for Component {"));
    std::fs::write(&path, "edited").expect("writable");
    assert!(!config.write_skeleton("w", "src/w.rs").expect("valid"));
    assert_eq!(std::fs::read_to_string(&path).expect("readable"), "edited");

    let errors = |config: &Config, world: &str| match config.skeleton(world) {
        Err(Error::Invalid(errors)) => errors.join(""),
        other => panic!("no errors: {other:?}"),
    };
    assert!(errors(&config, "nope").starts_with("no world `nope` [AB0901]"));
    assert_eq!(errors(&config, "other"), "the world `other` exports nothing to implement");
    let host = config.clone().side(Side::Host);
    assert_eq!(errors(&host, "w"), "the world `w` imports nothing to implement");
    let of_host = host.skeleton("other").expect("valid");
    assert!(of_host.contains("impl i::Host for State {"), "{of_host}");
    let in_module = config.module("crate::wit").skeleton("w").expect("valid");
    assert!(in_module.starts_with("use crate::wit::a::b::w;\n"), "{in_module}");
}

/// Returns a folder with two versions of a package: `v1`, and `wit` with these items.
fn versions(items: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("writable");
    let wit = |items: &str| format!("package a:b@1.0.0;\n\ninterface i {{\n    {items}\n}}\n");
    write(&folder.path().join("v1/a.wit"), &wit("f: func();")).expect("writable");
    write(&folder.path().join("wit/a.wit"), &wit(items)).expect("writable");
    folder
}

/// Compares the two versions in a folder.
fn compatibility(folder: &Path) -> Compatibility {
    Compatibility::of(folder.join("wit")).with_folder(folder.join("v1"))
}

#[test]
fn compatible_versions_are_no_error() {
    let folder = versions("/// Docs.\n    f: func();");
    compatibility(folder.path()).check().expect("only a comment changed");
    compatibility(folder.path()).assert();
}

#[test]
fn changes_that_the_version_does_not_allow_are_errors() {
    let folder = versions("f: func(); g: func();");
    let error = compatibility(folder.path()).check().expect_err("the version is the same");
    let Error::Invalid(errors) = error else { panic!("{error}") };
    assert_eq!(
        messages(&errors),
        ["the version of package `a:b@1.0.0` does not allow its changes [AB1130]"]
    );
    assert!(errors[0].contains("the next version must be at least `1.1.0`"), "{}", errors[0]);
}

#[test]
#[should_panic(
    expected = "the WIT is not compatible with its previous version\n\nerror: the version of package `a:b@1.0.0`"
)]
fn a_comparison_in_a_test_panics_with_the_errors() {
    compatibility(versions("").path()).assert();
}

#[test]
fn a_previous_version_that_does_not_exist_is_an_error_at_its_name() {
    let folder = versions("f: func();");
    let comparison = Compatibility::of(folder.path().join("wit")).with_folder("no/such/folder");
    let line = line!() - 1;
    let error = comparison.check().expect_err("there is no such folder").to_string();
    assert!(error.starts_with("error: `no/such/folder` does not exist [AB0101]"), "{error}");
    assert!(error.contains(&format!("--> src/build/tests.rs:{line}:")), "{error}");
    let error = Compatibility::of(folder.path().join("wit")).check().expect_err("nothing is set");
    assert!(error.to_string().starts_with("error: no previous version to compare with [AB1100]"));
}
