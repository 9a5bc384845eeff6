//! `side: host`: each option compiles, and so does the test corpus of `bindgen!`.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use airssys_bindings_tests::fixture::Fixture;
use airssys_bindings_tests::{hosts, paths};
use anyhow::{Context as _, Result, ensure};

#[test]
fn each_host_option_compiles() -> Result<()> {
    hosts::check("options", &[])
}

#[test]
fn host_packages_can_be_behind_features() -> Result<()> {
    hosts::check("options", &["network"])?;
    hosts::check("options", &["network", "process"])
}

#[test]
fn guest_and_host_bindings_can_be_in_one_crate() -> Result<()> {
    hosts::check("both", &[])
}

#[test]
fn crate_can_have_any_name_on_both_sides() -> Result<()> {
    hosts::check("renamed", &[])
}

#[test]
fn host_can_use_its_own_wasmtime() -> Result<()> {
    hosts::check("versions", &[])
}

#[test]
fn build_script_generates_host_bindings() -> Result<()> {
    hosts::check("script", &[])
}

#[test]
fn missing_host_feature_is_an_error() -> Result<()> {
    let call = "airssys_bindings::airssys_bindings!({ side: host });";
    let fixture = Fixture::new("host-without-feature", call)?;
    let wit = "package a:b; interface i { f: func(); } world v { import i; } world w { export i; }";
    fixture.write("wit/a.wit", wit)?;
    let message = fixture.check().expect_err("the feature is missing").to_string();
    let expected = "error: `side: host` needs the feature `host` of `airssys-bindings` [AB0913]";
    ensure!(message.contains(expected), "{message}");
    ensure!(message.contains(r#"features = ["host"]"#), "{message}");
    // With a Wasmtime of its own, the crate needs only the feature that does not depend on Wasmtime.
    let call = "airssys_bindings::airssys_bindings!({ side: host, wasmtime_crate: wasmtime });";
    fixture.write("src/lib.rs", call)?;
    let own = fixture.check().expect_err("the feature is missing").to_string();
    ensure!(
        own.contains(
            "`side: host` needs the feature `host-bindings` of `airssys-bindings` [AB0913]"
        ),
        "{own}"
    );
    ensure!(own.contains(r#"features = ["host-bindings"]"#), "{own}");
    // One mistake is one error; the other line is rustc's summary.
    let errors = message.lines().filter(|line| line.starts_with("error"));
    ensure!(errors.count() == 2, "{message}");
    Ok(())
}

#[test]
fn missing_guest_feature_is_an_error() -> Result<()> {
    let call = "airssys_bindings::airssys_bindings!();\nuse a::b::i;";
    let fixture = Fixture::new("guest-without-feature", call)?;
    fixture.depend_on(&["host-bindings"])?;
    fixture.write("wit/a.wit", "package a:b; interface i { f: func(); }")?;
    let message = fixture.check().expect_err("the feature is missing").to_string();
    let expected = "error: `side: guest` needs the feature `macros` of `airssys-bindings` [AB0913]";
    ensure!(message.contains(expected), "{message}");
    ensure!(
        message.contains("= help: write `airssys-bindings = \"0.2\"` in `Cargo.toml`"),
        "{message}"
    );
    Ok(())
}

/// Options with which each case of the corpus is expanded: those of the upstream tests that are compatible with shared
/// types, and our own.
const VARIANTS: [(&str, &str); 9] = [
    ("plain", ""),
    ("asynchronous", "imports: { default: async }, exports: { default: async }"),
    ("concurrent", "imports: { default: async | store }, exports: { default: async | store }"),
    (
        "traced",
        "imports: { default: tracing | verbose_tracing }, exports: { default: tracing | verbose_tracing }, \
         ownership: Borrowing { duplicate_if_necessary: true }, share_types: false",
    ),
    ("store", "imports: { default: store }"),
    ("anyhow", "anyhow: true, imports: { default: trappable }"),
    ("optional", "optional_exports: true, include_component_type: true"),
    ("alone", "share_types: false"),
    ("trapping", "trapping: [\"*\"]"),
];

#[test]
fn bindgen_corpus_compiles_with_every_variant() -> Result<()> {
    let corpus = hosts::package("wasmtime-internal-component-macro")?.join("tests/codegen");
    let crate_folder = paths::target("hosts").join("corpus");
    if crate_folder.exists() {
        fs::remove_dir_all(&crate_folder).context("removing what an earlier run left")?;
    }
    let mut entries: Vec<_> =
        fs::read_dir(&corpus).context("listing the corpus")?.collect::<Result<_, _>>()?;
    entries.sort_by_key(fs::DirEntry::file_name);
    ensure!(entries.len() >= 35, "the corpus has {} cases", entries.len());
    let mut source = String::from("#![allow(dead_code)]\n");
    for entry in &entries {
        let name = entry.file_name().to_string_lossy().into_owned();
        copy(&entry.path(), &crate_folder.join("cases").join(&name))?;
        let module = name.trim_end_matches(".wit").replace('-', "_");
        writeln!(source, "mod {module} {{")?;
        for (variant, options) in VARIANTS {
            writeln!(
                source,
                "    mod {variant} {{ airssys_bindings::airssys_bindings!({{ side: host, path: \"cases/{name}\", \
                 all_features: true, {options} }}); }}",
            )?;
        }
        writeln!(source, "}}")?;
    }
    let manifest = fs::read_to_string(hosts::folder().join("options/Cargo.toml"))?;
    let runtime = paths::workspace().join("runtime");
    let manifest = manifest
        .replace("name = \"options\"", "name = \"corpus\"")
        .replace(".workspace = true", " = \"0.0.0\"")
        .replace("edition = \"0.0.0\"", "edition = \"2024\"")
        .replace("publish = \"0.0.0\"", "publish = false")
        .replace("workspace = true", &format!("path = {:?}", runtime.display().to_string()));
    fs::create_dir_all(crate_folder.join("src"))?;
    fs::write(crate_folder.join("src/lib.rs"), source)?;
    fs::write(crate_folder.join("Cargo.toml"), manifest + "\n[workspace]\n")?;
    let lock = fs::read_to_string(hosts::folder().join("Cargo.lock"))?;
    fs::write(
        crate_folder.join("Cargo.lock"),
        lock.replace("name = \"options\"", "name = \"corpus\""),
    )?;
    hosts::check_at(&crate_folder, "corpus", &[], &[])
}

/// Copies WIT and updates old syntax: empty records, flags and tuples get an element, and flags are limited to 32.
fn copy(from: &Path, to: &Path) -> Result<()> {
    if from.is_dir() {
        for entry in fs::read_dir(from)? {
            let entry = entry?;
            copy(&entry.path(), &to.join(entry.file_name()))?;
        }
        return Ok(());
    }
    let text = fs::read_to_string(from)?;
    let mut new = String::new();
    let mut too_long = false;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let opens = line.trim_start();
        let filled = format!("{line} one: u8");
        let closes = lines.peek().is_some_and(|next| next.trim() == "}");
        let line = if opens.starts_with("record ") && line.ends_with('{') && closes {
            &filled
        } else {
            line
        };
        let empty = |keyword| opens.starts_with(keyword) && opens.ends_with("{}");
        too_long |= opens.starts_with("flags flag64 {");
        let line = if empty("record ") {
            line.replace("{}", "{ one: u8 }")
        } else if empty("flags ") {
            line.replace("{}", "{ one }")
        } else {
            line.replace("tuple<>", "tuple<u8>")
        };
        if !too_long && !line.contains("flag64") {
            writeln!(new, "{line}")?;
        }
        too_long &= !line.contains('}');
    }
    fs::create_dir_all(to.parent().context("a file is in a folder")?)?;
    fs::write(to, new).with_context(|| to.display().to_string())
}
