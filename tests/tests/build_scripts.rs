//! Bindings that a build script makes, and bindings that are checked in.

use std::collections::BTreeSet;
use std::fs;

use airssys_bindings_tests::component::Component;
use airssys_bindings_tests::fixture::{self, Fixture, Outcome, bindings};
use airssys_bindings_tests::guest::Guest;
use airssys_bindings_tests::host::{Host, instantiate};
use airssys_bindings_tests::{cargo, folders};
use anyhow::{Context as _, Result, ensure};
use proc_macro2::TokenStream;

const INCLUDE: &str = "//! x\nairssys_bindings::include_bindings!();\n";
const GENERATE: &str = "fn main() {\n    airssys_bindings::build::Config::new().generate();\n}\n";

/// A crate with this source, build script and WIT file.
fn crate_of(name: &str, source: &str, script: &str, wit: &str) -> Result<Fixture> {
    let fixture = Fixture::new(name, source)?;
    fixture.write("wit/a.wit", wit)?;
    if !script.is_empty() {
        fixture.build_script(script)?;
    }
    Ok(fixture)
}

/// The tokens of a file without what tells one call from another: its place, in names of sections and of macros.
fn tokens(text: &str, call: &str, place: &str) -> Result<String> {
    let section = format!(" for {call} {place}");
    ensure!(text.contains(&section), "no {section} in {text}");
    let place = place.replace(|c: char| !c.is_ascii_alphanumeric(), "_");
    let mut text = text.replace(&section, "").replace(&format!("_{place}_"), "");
    while let Some(at) = text.find("tree-h") {
        text.replace_range(at..at + "tree-h0123456789abcdef".len(), "tree");
    }
    let tokens = text.parse::<TokenStream>().map_err(|error| anyhow::anyhow!("{error}"))?;
    Ok(tokens.to_string())
}

#[test]
fn the_same_input_gives_the_same_code_as_the_macro() -> Result<()> {
    let options = [
        ("", "Config::new()"),
        (
            "world: \"full\", worlds: [\"full\", \"component\"], additional_derives: [std::hash::Hash], \
             cfg: { \"airssys:ext-network\": feature = \"network\" }, share_types: false,
             ownership: Borrowing { duplicate_if_necessary: true }, strict_world: true,",
            "Config::new().world(\"full\").worlds([\"full\", \"component\"])
                .additional_derives([\"std::hash::Hash\"])
                .cfg(\"airssys:ext-network\", \"feature = \\\"network\\\"\").share_types(false)
                .ownership(Ownership::Borrowing { duplicate_if_necessary: true }).strict_world(true)",
        ),
    ];
    for (at, (call, config)) in options.into_iter().enumerate() {
        let name = format!("same-code-{at}");
        let fixture = Fixture::new(
            &name,
            &format!(
                "#![allow(unexpected_cfgs)]\n\
                 pub mod one {{\n    airssys_bindings::airssys_bindings!({{ {call} debug: true }});\n}}\n\
                 pub mod other {{\n    airssys_bindings::include_bindings!();\n}}\n"
            ),
        )?;
        fixture.copy(&folders::wit(), "wit")?;
        fixture.build_script(&format!(
            "#[allow(unused_imports)]\nuse airssys_bindings::build::{{Config, Ownership}};\nfn main() {{\n    {config}.generate();\n    \
             let made = format!(\"{{}}/airssys_bindings.rs\", std::env::var(\"OUT_DIR\").unwrap());\n    \
             std::fs::copy(made, \"made.rs\").unwrap();\n}}\n"
        ))?;
        fixture.check()?;
        let target = name.replace('-', "_");
        let expanded = folders::target("fixtures").join("airssys-bindings").join(&name);
        let expanded = fs::read_to_string(expanded.join(format!("{target}-3-5.rs")))?;
        let of_macro = tokens(&expanded, &format!("{name}@0.0.0 {target}"), "src/lib.rs:3:5")?;
        let call = format!("{name}@0.0.0 build");
        let made = tokens(&fixture.read("made.rs")?, &call, "airssys_bindings.rs:1:1")?;
        ensure!(of_macro == made, "other code with {config}");
    }
    Ok(())
}

#[test]
fn faults_are_told_as_the_macro_tells_them_and_fixing_them_is_seen() -> Result<()> {
    let broken =
        "package a:b;\n\ninterface i {\n    f: func(a: nothing, b: string) -> missing;\n}\n";
    let call = "//! x\nairssys_bindings::airssys_bindings!();\n";
    let of_macro = crate_of("faulty-macro", call, "", broken)?;
    let of_script = crate_of("faulty-script", INCLUDE, GENERATE, broken)?;
    let said = |fixture: &Fixture| fixture.check().expect_err("two faults").to_string();
    let (of_macro, told) = (said(&of_macro), said(&of_script));
    assert!(told.contains("build-script-build` (exit status: 1)"), "{told}");
    let (_, faults) = told.split_once("--- stderr\n").context("what the script printed")?;
    assert_eq!(faults.matches("error: ").count(), 2, "{told}");
    for line in faults.lines().map(str::trim).filter(|line| !line.is_empty()) {
        assert!(of_macro.contains(line), "the macro does not say {line:?}: {of_macro}");
    }
    of_script.write("wit/a.wit", "package a:b;\n\ninterface i {}\n")?;
    assert_eq!(of_script.check()?, Outcome::Compiled);
    assert_eq!(of_script.check()?, Outcome::Fresh);
    Ok(())
}

#[test]
fn a_fault_of_an_option_is_shown_in_the_build_script() -> Result<()> {
    let script = "fn main() {\n    airssys_bindings::build::Config::new()\n        .path(\"wit\")\n        \
                  .world(\"nope\")\n        .generate();\n}\n";
    let fixture = crate_of("faulty-option", INCLUDE, script, "package a:b;\nworld w {}\n")?;
    let told = fixture.check().expect_err("no such world").to_string();
    let expected = "there is no world `nope` [AB0901]
   --> build.rs:4:16
    |
  4 |         .world(\"nope\")
    |                ^^^^^^
    |
    = help: there is `a:b/w`";
    assert!(told.contains(expected), "{told}");
    Ok(())
}

#[test]
fn warnings_are_those_of_the_build_script() -> Result<()> {
    let fixture = crate_of("warned-script", INCLUDE, GENERATE, "package a:b;\n\ninterface i {}\n")?;
    fixture.write("wit/deps.toml", "[dependencies]\n\"c:d\" = { path = \"deps/d\" }\n")?;
    fixture.write("wit/deps/d/d.wit", "package c:d;\n")?;
    let (_, said) = fixture.check_all()?;
    let expected = "warning: warned-script@0.0.0:  --> wit/deps.toml:2:1\n";
    assert!(said.contains(expected) && said.contains("[AB08"), "{said}");
    fixture.write("build.rs", &GENERATE.replace(".generate", ".warnings(false).generate"))?;
    let (_, said) = fixture.check_all()?;
    assert!(!said.contains("warning"), "{said}");
    Ok(())
}

#[test]
fn a_root_that_is_not_there_is_warned_of_and_seen_once_it_is() -> Result<()> {
    let script = "fn main() {\n    airssys_bindings::build::watch([\"wit\", \"more\"]);\n}\n";
    let call = "//! x\nairssys_bindings::airssys_bindings!();\n";
    let fixture = crate_of("watched-nothing", call, script, "package a:b;\n\ninterface i {}\n")?;
    let (_, said) = fixture.check_all()?;
    assert!(
        said.contains("warning: watched-nothing@0.0.0: cannot watch `more`, which does not exist"),
        "{said}"
    );
    fixture.write("more/c.wit", "package c:d;\n\ninterface i {}\n")?;
    let (_, said) = fixture.check_all()?;
    assert!(!said.contains("warning"), "{said}");
    assert_eq!(fixture.check()?, Outcome::Fresh);
    Ok(())
}

#[test]
fn bindings_that_are_checked_in_are_kept_up_to_date_by_a_test() -> Result<()> {
    let wit = "package a:b;\n\ninterface i {\n    record r { one: u32 }\n    get: func() -> r;\n}\n\nworld w {\n    export i;\n}\n";
    let source = "//! x\n#[rustfmt::skip]\npub mod bindings;\n";
    let fixture = crate_of("checked-in", source, "", wit)?;
    fixture.without_macro()?;
    fixture.write("src/bindings.rs", "")?;
    // As build scripts are compiled, so that nothing is compiled twice.
    let manifest = fixture.read("Cargo.toml")?;
    fixture.write("Cargo.toml", &manifest.replace("opt-level = \"s\"", "opt-level = 0"))?;
    let build = bindings("default-features = false, features = [\"build\"]");
    fixture.append("Cargo.toml", &format!("\n[dev-dependencies]\n{build}"))?;
    fixture.write(
        "tests/bindings.rs",
        "//! x\n#[test]\nfn up_to_date() {\n    airssys_bindings::build::Config::new()\n        \
         .default_bindings_module(\"crate::bindings\")\n        .assert_up_to_date(\"src/bindings.rs\");\n}\n",
    )?;
    let test = |bless: &str| {
        let mut command = fixture.command("test", &folders::target("fixtures"));
        command.args(["--quiet", "--test", "bindings"]).env("BLESS", bless);
        let output = command.output().context("starting Cargo")?;
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        Ok::<_, anyhow::Error>((
            output.status.success(),
            said + &String::from_utf8_lossy(&output.stderr),
        ))
    };
    let (passed, said) = test("0")?;
    assert!(
        !passed && said.contains("`src/bindings.rs` is stale; run this test with `BLESS=1`"),
        "{said}"
    );
    let (passed, said) = test("1")?;
    assert!(passed, "{said}");
    let (passed, said) = test("")?;
    assert!(passed, "{said}");

    // `export!` works wherever the module is declared, and whoever depends on the crate builds no macro.
    fixture.write(
        "src/lib.rs",
        "//! x\n#[rustfmt::skip]\npub mod bindings;\n\nuse bindings::a::b::i::R;\n\nstruct Component;\n\n\
         impl bindings::exports::a::b::i::Guest for Component {\n    fn get() -> R {\n        R { one: 1 }\n    }\n}\n\n\
         bindings::export!(Component);\n",
    )?;
    assert_eq!(fixture.check()?, Outcome::Compiled);
    let mut tree = fixture.command("tree", &folders::target("fixtures"));
    tree.args(["--edges", "normal,build", "--prefix", "none", "--format", "{lib}"]);
    let tree = String::from_utf8(tree.output()?.stdout)?;
    let tree: Vec<_> = tree.lines().collect();
    assert_eq!(tree, ["checked_in", "airssys_bindings", "wit_bindgen", "bitflags"]);

    fixture.write("wit/a.wit", &wit.replace("one: u32", "one: u64"))?;
    let (passed, said) = test("")?;
    let diff = "-                pub one: u32,\n+                pub one: u64,\n";
    assert!(!passed && said.contains(diff), "{said}");
    let (passed, said) = test("1")?;
    assert!(passed, "{said}");
    assert!(fixture.read("src/bindings.rs")?.contains("pub one: u64,"));
    Ok(())
}

/// The libraries that `airssys-bindings` brings, itself included, with these features alone.
fn libraries(features: &str) -> Result<BTreeSet<String>> {
    tree(features, "{lib}")
}

/// The same, told by what `cargo tree` knows of each.
fn tree(features: &str, format: &str) -> Result<BTreeSet<String>> {
    let mut command = cargo::active(&folders::target("fixtures"));
    command.args(["tree", "--package", "airssys-bindings", "--edges", "normal,build", "--locked"]);
    command.args(["--no-default-features", "--features", features]);
    command.args(["--prefix", "none", "--format", format]).current_dir(folders::workspace());
    let output = command.output()?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(String::from_utf8(output.stdout)?.lines().map(str::to_owned).collect())
}

#[test]
fn neither_wasmtime_nor_the_macro_nor_the_support_of_guests_comes_with_a_build_script() -> Result<()>
{
    let libraries = libraries("build")?;
    for present in ["airssys_bindings_codegen", "wit_parser"] {
        assert!(libraries.contains(present), "no {present} in {libraries:?}");
    }
    for absent in ["wit_bindgen", "wasmtime", "airssys_bindings_macro"] {
        assert!(!libraries.contains(absent), "{absent} in {libraries:?}");
    }
    Ok(())
}

#[test]
fn what_makes_bindings_for_hosts_is_compiled_for_hosts_alone() -> Result<()> {
    let generator = |features: &str| -> Result<String> {
        let tree = tree(features, "{lib}: {f}")?;
        let mut found = tree.into_iter().filter_map(|line| {
            let line = line.strip_suffix(" (*)").unwrap_or(&line);
            Some(line.strip_prefix("airssys_bindings_codegen: ")?.to_owned())
        });
        found.next().context("the macro needs it")
    };
    let guest = "macros,std,async,realloc,bitflags";
    assert_eq!(generator(guest)?, "guest,wit");
    assert_eq!(generator("host-bindings")?, "host,wit");
    assert!(!libraries("host-bindings")?.contains("wasmtime"));
    assert_eq!(generator("host")?, "host,wasmtime-wit");
    assert!(libraries("host")?.contains("wasmtime"));
    Ok(())
}

#[test]
fn what_makes_bindings_for_guests_is_not_compiled_for_hosts() -> Result<()> {
    for features in ["host-bindings", "host"] {
        let libraries = libraries(features)?;
        for absent in ["wit_bindgen", "wit_bindgen_core", "wit_bindgen_rust"] {
            assert!(!libraries.contains(absent), "{absent} in {libraries:?}");
        }
    }
    Ok(())
}

#[test]
fn a_host_compiles_each_crate_that_reads_wit_once() -> Result<()> {
    let tree = tree("host", "{p}")?;
    for name in ["wit-parser", "wit-component", "wasmparser", "wasm-encoder", "wasm-metadata"] {
        let versions: BTreeSet<&str> = tree
            .iter()
            .filter_map(|line| line.strip_prefix(name)?.strip_prefix(" v")?.split(' ').next())
            .collect();
        assert_eq!(versions.len(), 1, "{name}: {versions:?}");
    }
    Ok(())
}

#[test]
fn bindings_that_are_checked_in_need_neither_the_macro_nor_a_parser() -> Result<()> {
    let libraries = libraries("std,async,realloc,bitflags")?;
    assert!(libraries.contains("wit_bindgen"), "{libraries:?}");
    for absent in ["airssys_bindings_macro", "airssys_bindings_codegen", "wit_parser", "syn"] {
        assert!(!libraries.contains(absent), "{absent} in {libraries:?}");
    }
    Ok(())
}

#[test]
fn a_build_script_for_all_packages_gives_code_without_warnings() -> Result<()> {
    fixture::guest("clippy", "build-script", &[])
}

#[test]
fn a_build_script_for_another_target_gives_a_component() -> Result<()> {
    let component = Guest::named("build-script").build()?;
    assert_eq!(component.exports, ["airssys:core-component/component-lifecycle@1.0.0"]);
    Ok(())
}

/// The component of `tests/build_system/test-crate`.
fn test_crate() -> Result<Component> {
    Guest::at(&folders::workspace().join("tests/build_system/test-crate"), "test-crate").build()
}

#[test]
fn the_test_crate_is_a_component_that_returns_its_result() -> Result<()> {
    let component = test_crate()?;
    assert_eq!(component.exports, ["test:component/component@1.0.0"]);
    let (mut store, instance) = instantiate(&component, Host::default(), |_| Ok(()))?;
    let interface = instance
        .get_export_index(&mut store, None, "test:component/component@1.0.0")
        .context("it exports the interface")?;
    let execute = instance
        .get_export_index(&mut store, Some(&interface), "execute")
        .context("it exports the function")?;
    let execute = instance.get_typed_func::<(), (TestResult,)>(&mut store, execute)?;
    let (result,) = execute.call(&mut store, ())?;
    assert_eq!(result, TestResult { success: true, message: "it works".to_owned() });
    Ok(())
}

/// What `execute` returns, as the host sees it.
#[derive(Debug, PartialEq, wasmtime::component::ComponentType, wasmtime::component::Lift)]
#[component(record)]
struct TestResult {
    success: bool,
    message: String,
}

#[test]
fn the_test_crate_makes_a_result_and_implements_the_trait() -> Result<()> {
    let mut command = cargo::active(&folders::target("fixtures"));
    command.args(["test", "--lib"]);
    command.current_dir(folders::workspace().join("tests/build_system/test-crate"));
    let output = command.output().context("starting Cargo")?;
    let said = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    assert!(said.contains("a_result_is_made_and_returned ... ok"), "{said}");
    Ok(())
}

#[test]
fn the_template_of_a_build_script_builds_in_a_fresh_crate() -> Result<()> {
    let template = fs::read_to_string(folders::workspace().join("docs/build/build.rs.template"))?;
    let source = format!("{INCLUDE}pub use a::b::i::R;\n");
    let fixture = crate_of(
        "from-template",
        &source,
        &template,
        "package a:b;\n\ninterface i {\n    record r { one: u8 }\n}\n",
    )?;
    fixture.without_macro()?;
    // What the template says about the manifest is what the fixture has.
    for line in template.lines().filter_map(|line| line.strip_prefix("//! airssys-bindings = ")) {
        let (_, features) = line.split_once("default-features").context("it has features")?;
        let manifest = fixture.read("Cargo.toml")?;
        let features = features.replace("\"std\", \"realloc\"", "\"std\", \"async\", \"realloc\"");
        assert!(manifest.contains(&features), "no {features} in {manifest}");
    }
    assert_eq!(fixture.check()?, Outcome::Compiled);
    Ok(())
}
