//! What Cargo packages builds by itself: the three crates, and crates that use them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use airssys_bindings_tests::fixture::{Fixture, Outcome, bindings};
use airssys_bindings_tests::folders;
use airssys_bindings_tests::packages::{CHECKSUM, CRATES, REGISTRY, run, unpack, unpacked};
use anyhow::{Context as _, Result};

/// A crate with this call that is to be packaged.
fn publishable(name: &str, call: &str) -> Result<Fixture> {
    let fixture = Fixture::new(name, &format!("//! x\n{call}\npub use a::b::i::R;\n"))?;
    if call.contains("include_bindings") {
        let config = "airssys_bindings::build::Config::new()";
        fixture.build_script(&format!("fn main() {{\n    {config}.generate();\n}}\n"))?;
    }
    let manifest = fixture.read("Cargo.toml")?;
    let (before, after) = ("airssys-bindings = { ", "airssys-bindings = { version = \"0.1\", ");
    fixture.write("Cargo.toml", &manifest.replace(before, after))?;
    Ok(fixture)
}

const CALL: &str = "airssys_bindings::airssys_bindings!();";
const INCLUDE: &str = "airssys_bindings::include_bindings!();";
const WIT: &str = "package a:b;\n\ninterface i {\n    record r { one: u8 }\n}\n";

/// Packages a fixture, as `cargo package` does it, with the checkout in place of what is not published yet.
fn package(fixture: &Fixture, succeeds: bool) -> Result<String> {
    let runtime = folders::workspace().join("runtime");
    let mut command = fixture.command("package", &folders::target("fixtures"));
    command.args(["--allow-dirty", "--config"]);
    command.arg(format!("patch.crates-io.airssys-bindings.path={runtime:?}"));
    run(command, succeeds)
}

#[test]
fn a_crate_builds_from_the_packages_of_the_three_crates_alone() -> Result<()> {
    let fixture = publishable("uses-packages", INCLUDE)?;
    fixture.write("wit/a.wit", WIT)?;
    let path = format!("path = {:?}", folders::workspace().join("runtime"));
    let manifest = fixture.read("Cargo.toml")?;
    assert_eq!(manifest.matches(&path).count(), 2, "{manifest}");
    fixture.write("Cargo.toml", &manifest.replace(&format!(", {path}"), ""))?;
    fixture.append("Cargo.toml", "\n[patch.crates-io]\n")?;
    for (name, folder) in CRATES.iter().zip(unpacked(&folders::target("packages"))?) {
        assert!(folder.join("LICENSE-MIT").is_file() && folder.join("LICENSE-APACHE").is_file());
        fixture.append("Cargo.toml", &format!("{name} = {{ path = {folder:?} }}\n"))?;
    }
    assert_eq!(fixture.check()?, Outcome::Compiled);
    Ok(())
}

#[test]
fn the_packages_carry_the_wit_that_the_host_side_and_its_services_read() -> Result<()> {
    let unpacked = unpacked(&folders::target("packages-wit"))?;
    assert!(unpacked[1].join("empty.wit").is_file());
    assert_eq!(texts(&unpacked[2].join("wit"))?, texts(&folders::wit())?);
    Ok(())
}

/// The texts of all files below a folder, by their paths in it.
fn texts(folder: &Path) -> Result<BTreeMap<PathBuf, String>> {
    let files = folders::files(folder).with_context(|| format!("reading {}", folder.display()))?;
    let text =
        |path: PathBuf| Ok((path.strip_prefix(folder)?.to_owned(), fs::read_to_string(&path)?));
    files.into_iter().map(text).collect()
}

#[test]
fn a_crate_is_packaged_with_its_wit_and_used_from_a_registry() -> Result<()> {
    let fixture = publishable("packaged", CALL)?;
    fixture.write("wit/deep/a.wit", WIT)?;
    package(&fixture, true)?;
    let unpacked = unpack(&folders::target("fixtures"), "packaged-0.0.0")?;

    let user = Fixture::new("uses-registry", "//! x\npub use packaged::R;\n")?;
    user.copy(&unpacked, "vendor/packaged")?;
    user.write("vendor/packaged/.cargo-checksum.json", CHECKSUM)?;
    user.write(".cargo/config.toml", REGISTRY)?;
    let manifest = user.read("Cargo.toml")?;
    let dependency = "packaged = { version = \"0.0.0\", registry = \"local\" }\n";
    user.write("Cargo.toml", &manifest.replace(&bindings(""), dependency))?;
    user.append("Cargo.toml", &format!("\n[patch.crates-io]\n{}", bindings("")))?;
    assert_eq!(user.check()?, Outcome::Compiled);
    assert_eq!(user.check()?, Outcome::Fresh);
    Ok(())
}

#[test]
fn a_link_to_a_folder_outside_is_packaged_as_what_it_leads_to() -> Result<()> {
    let fixture = publishable("packaged-link", INCLUDE)?;
    let shared = Fixture::new("packaged-shared", "")?;
    shared.write("wit/a.wit", WIT)?;
    std::os::unix::fs::symlink("../packaged-shared/wit", fixture.folder().join("wit"))?;
    assert_eq!(fixture.check()?, Outcome::Compiled);
    package(&fixture, true)?;
    let unpacked = unpack(&folders::target("fixtures"), "packaged-link-0.0.0")?;
    assert!(unpacked.join("wit").symlink_metadata()?.is_dir());
    Ok(())
}

#[test]
fn a_root_outside_of_the_package_is_told_when_it_is_packaged() -> Result<()> {
    let shared = Fixture::new("packaged-outside-wit", "")?;
    shared.write("wit/a.wit", WIT)?;
    let call = CALL.replace("()", "({ path: \"../packaged-outside-wit/wit\" })");
    let fixture = publishable("packaged-outside", &call)?;
    assert_eq!(fixture.check()?, Outcome::Compiled);
    let said = package(&fixture, false)?;
    assert!(
        said.contains("error: `../packaged-outside-wit/wit` is outside the folder of `Cargo.toml`, so Cargo does not package it [AB0119]"),
        "{said}"
    );
    assert!(said.contains("link"), "{said}");
    Ok(())
}

#[test]
fn a_root_that_the_manifest_leaves_out_is_told_when_it_is_packaged() -> Result<()> {
    let fixture = publishable("packaged-without", CALL)?;
    fixture.write("wit/a.wit", WIT)?;
    let manifest = fixture.read("Cargo.toml")?;
    fixture
        .write("Cargo.toml", &manifest.replace("edition =", "include = [\"src\"]\nedition ="))?;
    assert_eq!(fixture.check()?, Outcome::Compiled);
    let said = package(&fixture, false)?;
    assert!(said.contains("error: `wit` does not exist [AB0101]"), "{said}");
    assert!(said.contains("`include`"), "{said}");
    Ok(())
}
