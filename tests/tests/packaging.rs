//! Packages of the published crates, and of crates that use them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use airssys_bindings_tests::fixture::{Fixture, Outcome, bindings_dependency};
use airssys_bindings_tests::paths;
use airssys_bindings_tests::published_crates::{CHECKSUM, REGISTRY, run, unpack, unpacked};
use anyhow::{Context as _, Result};

/// Creates a crate with a call of the macro, and a version for the dependency on `airssys-bindings`.
fn publishable(name: &str, call: &str) -> Result<Fixture> {
    let fixture = Fixture::new(name, &format!("//! x\n{call}\npub use a::b::i::R;\n"))?;
    if call.contains("include_bindings") {
        let config = "airssys_bindings::build::Config::new()";
        fixture.build_script(&format!("fn main() {{\n    {config}.generate();\n}}\n"))?;
    }
    let manifest = fixture.read("Cargo.toml")?;
    let before = "airssys-bindings = { ";
    let after = format!("{before}version = {:?}, ", env!("CARGO_PKG_VERSION"));
    fixture.write("Cargo.toml", &manifest.replace(before, &after))?;
    Ok(fixture)
}

const CALL: &str = "airssys_bindings::airssys_bindings!();";
const INCLUDE: &str = "airssys_bindings::include_bindings!();";
const WIT: &str = "package a:b;\n\ninterface i {\n    record r { one: u8 }\n}\n";

/// Runs `cargo package` on a fixture, with the checkout in place of unpublished versions.
fn package(fixture: &Fixture, succeeds: bool) -> Result<String> {
    let runtime = paths::workspace().join("runtime");
    let mut command = fixture.command("package", &paths::target("fixtures"));
    command.args(["--allow-dirty", "--config"]);
    command.arg(format!("patch.crates-io.airssys-bindings.path={runtime:?}"));
    run(command, succeeds)
}

#[test]
fn crate_builds_with_the_packaged_crates() -> Result<()> {
    let fixture = publishable("uses-packages", INCLUDE)?;
    fixture.write("wit/a.wit", WIT)?;
    let path = format!("path = {:?}", paths::workspace().join("runtime"));
    let manifest = fixture.read("Cargo.toml")?;
    assert_eq!(manifest.matches(&path).count(), 2, "{manifest}");
    fixture.write("Cargo.toml", &manifest.replace(&format!(", {path}"), ""))?;
    fixture.append("Cargo.toml", "\n[patch.crates-io]\n")?;
    for (name, directory) in unpacked(&paths::target("packages"))? {
        assert!(
            directory.join("LICENSE-MIT").is_file() && directory.join("LICENSE-APACHE").is_file()
        );
        fixture.append("Cargo.toml", &format!("{name} = {{ path = {directory:?} }}\n"))?;
    }
    assert_eq!(fixture.check()?, Outcome::Compiled);
    Ok(())
}

#[test]
fn packages_contain_the_wit_of_hosts() -> Result<()> {
    let unpacked = unpacked(&paths::target("packages-wit"))?;
    assert!(unpacked["airssys-bindings-macro"].join("empty.wit").is_file());
    assert_eq!(contents(&unpacked["airssys-bindings"].join("wit"))?, contents(&paths::wit())?);
    Ok(())
}

/// Returns the contents of all files in a directory and its subdirectories, by relative path.
fn contents(directory: &Path) -> Result<BTreeMap<PathBuf, String>> {
    let files =
        paths::files(directory).with_context(|| format!("reading {}", directory.display()))?;
    let read =
        |path: PathBuf| Ok((path.strip_prefix(directory)?.to_owned(), fs::read_to_string(&path)?));
    files.into_iter().map(read).collect()
}

#[test]
fn crate_packaged_with_its_wit_builds_from_a_registry() -> Result<()> {
    let fixture = publishable("packaged", CALL)?;
    fixture.write("wit/deep/a.wit", WIT)?;
    package(&fixture, true)?;
    let unpacked = unpack(&paths::target("fixtures"), "packaged-0.0.0")?;

    let user = Fixture::new("uses-registry", "//! x\npub use packaged::R;\n")?;
    user.copy(&unpacked, "vendor/packaged")?;
    user.write("vendor/packaged/.cargo-checksum.json", CHECKSUM)?;
    user.write(".cargo/config.toml", REGISTRY)?;
    let manifest = user.read("Cargo.toml")?;
    let dependency = "packaged = { version = \"0.0.0\", registry = \"local\" }\n";
    user.write("Cargo.toml", &manifest.replace(&bindings_dependency(""), dependency))?;
    user.append("Cargo.toml", &format!("\n[patch.crates-io]\n{}", bindings_dependency("")))?;
    assert_eq!(user.check()?, Outcome::Compiled);
    assert_eq!(user.check()?, Outcome::Fresh);
    Ok(())
}

#[test]
fn symbolic_link_to_an_outside_directory_is_packaged_as_a_directory() -> Result<()> {
    let fixture = publishable("packaged-link", INCLUDE)?;
    let shared = Fixture::new("packaged-shared", "")?;
    shared.write("wit/a.wit", WIT)?;
    std::os::unix::fs::symlink("../packaged-shared/wit", fixture.directory().join("wit"))?;
    assert_eq!(fixture.check()?, Outcome::Compiled);
    package(&fixture, true)?;
    let unpacked = unpack(&paths::target("fixtures"), "packaged-link-0.0.0")?;
    assert!(unpacked.join("wit").symlink_metadata()?.is_dir());
    Ok(())
}

#[test]
fn target_of_a_symbolic_link_in_a_root_is_packaged() -> Result<()> {
    let shared = Fixture::new("packaged-shared-types", "")?;
    shared.write("types/types.wit", "package a:types;\n\ninterface t {\n    type n = u8;\n}\n")?;
    for call in [CALL, INCLUDE] {
        let fixture = publishable("packaged-inner-link", call)?;
        fixture.write("wit/a.wit", &WIT.replace("{\n    r", "{\n    use a:types/t.{n};\n    r"))?;
        fixture.write("wit/deps/README.md", "")?;
        let link = fixture.directory().join("wit/deps/types");
        std::os::unix::fs::symlink("../../../packaged-shared-types/types", link)?;
        assert_eq!(fixture.check()?, Outcome::Compiled);
        package(&fixture, true)?;
        let unpacked = unpack(&paths::target("fixtures"), "packaged-inner-link-0.0.0")?;
        assert!(unpacked.join("wit/deps/types/types.wit").symlink_metadata()?.is_file());
    }
    Ok(())
}

#[test]
fn root_outside_of_the_package_is_reported_when_packaging() -> Result<()> {
    let shared = Fixture::new("packaged-outside-wit", "")?;
    shared.write("wit/a.wit", WIT)?;
    let call = CALL.replace("()", "({ path: \"../packaged-outside-wit/wit\" })");
    let fixture = publishable("packaged-outside", &call)?;
    assert_eq!(fixture.check()?, Outcome::Compiled);
    let stderr = package(&fixture, false)?;
    assert!(
        stderr
            .contains("error: `../packaged-outside-wit/wit` is outside the folder of `Cargo.toml`"),
        "{stderr}"
    );
    assert!(stderr.contains("link"), "{stderr}");
    Ok(())
}

#[test]
fn root_excluded_from_the_package_is_reported_when_packaging() -> Result<()> {
    let fixture = publishable("packaged-without", CALL)?;
    fixture.write("wit/a.wit", WIT)?;
    let manifest = fixture.read("Cargo.toml")?;
    fixture
        .write("Cargo.toml", &manifest.replace("edition =", "include = [\"src\"]\nedition ="))?;
    assert_eq!(fixture.check()?, Outcome::Compiled);
    let stderr = package(&fixture, false)?;
    assert!(stderr.contains("error: `wit` does not exist [AB0101]"), "{stderr}");
    assert!(stderr.contains("`include`"), "{stderr}");
    Ok(())
}
