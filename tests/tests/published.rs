//! WIT directories as they are published, read where Cargo puts packages: nothing of them is copied.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use airssys_bindings_codegen::diagnostic::{ArgumentId, Level};
use airssys_bindings_codegen::roots::Given;
use airssys_bindings_codegen::{Bindings, Request, expand};
use airssys_bindings_tests::fixture::{Fixture, Outcome};
use airssys_bindings_tests::{cargo, folders};
use anyhow::{Context as _, Result, ensure};
use serde_json::Value;

/// The folders of the packages that `tests/published/Cargo.toml` names, by `name-version`.
static PACKAGES: LazyLock<BTreeMap<String, PathBuf>> =
    LazyLock::new(|| locate().expect("Cargo fetches the packages"));

/// A package without a library, of which Cargo says nothing.
const CLI: &str = "wit-bindgen-cli-0.63.0";

fn locate() -> Result<BTreeMap<String, PathBuf>> {
    run(&["fetch"])?;
    let metadata = run(&["metadata", "--format-version=1"])?;
    let metadata: Value = serde_json::from_slice(&metadata).context("reading what Cargo says")?;
    let packages = metadata["packages"].as_array().context("Cargo lists packages")?;
    let mut found = BTreeMap::new();
    for package in packages {
        let name = package["name"].as_str().context("a package has a name")?;
        let manifest = package["manifest_path"].as_str().context("and a manifest")?;
        let folder = Path::new(manifest).parent().context("which is in a folder")?;
        found.insert(name.to_owned(), folder.to_owned());
    }
    let registry = found["wasip2"].parent().context("packages lie side by side")?;
    // `cargo vendor` leaves the version out.
    let names = [CLI, "wit-bindgen-cli"].map(|name| registry.join(name));
    let cli = names.into_iter().find(|folder| folder.is_dir()).context(CLI)?;
    found.insert("wit-bindgen-cli".to_owned(), cli);
    Ok(found)
}

/// What Cargo prints for the manifest that names the packages.
fn run(arguments: &[&str]) -> Result<Vec<u8>> {
    let mut command = cargo::active(&folders::target("published"));
    command.args(arguments).arg("--locked");
    command.arg("--manifest-path").arg(folders::workspace().join("tests/published/Cargo.toml"));
    let output = command.output().context("starting Cargo")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Ok(output.stdout)
}

/// A folder of a published package.
fn folder(package: &str, path: &str) -> PathBuf {
    PACKAGES[package].join(path)
}

/// The directories that carry `deps.toml` and `deps.lock`.
const LOCKED: [&str; 5] = [
    "wasi-clocks/wit",
    "wasi-cli/wit",
    "wasi-filesystem/wit",
    "wasi-http/wit",
    "wasi-http/wit-0.3.0-draft",
];

fn locked(directory: &str) -> PathBuf {
    folder("wit-bindgen-cli", &format!("tests/codegen/{directory}"))
}

/// A directory of WASI.
struct Wasi {
    /// What its module is called in the fixture.
    module: &'static str,
    package: &'static str,
    path: &'static str,
    /// The worlds in `deps` for which it is there. Then its own package may be empty.
    worlds: &'static [&'static str],
}

const WASI: [Wasi; 6] = [
    Wasi {
        module: "guest_p2",
        package: "wasip2",
        path: "wit",
        worlds: &["wasi:cli/command@0.2.12", "wasi:http/proxy@0.2.12"],
    },
    Wasi {
        module: "guest_p3",
        package: "wasip3",
        path: "wit",
        worlds: &[
            "wasi:cli/command@0.3.2",
            "wasi:http/service@0.3.2",
            "wasi:http/middleware@0.3.2",
        ],
    },
    Wasi { module: "wasi_p2", package: "wasmtime-wasi", path: "src/p2/wit", worlds: &[] },
    Wasi {
        module: "wasi_p3",
        package: "wasmtime-wasi",
        path: "src/p3/wit",
        worlds: &["wasi:cli/command"],
    },
    Wasi { module: "http_p2", package: "wasmtime-wasi-http", path: "wit", worlds: &[] },
    Wasi { module: "http_p3", package: "wasmtime-wasi-http", path: "src/p3/wit", worlds: &[] },
];

fn read(directory: &Path, worlds: &[&str]) -> Bindings {
    let given = |value: String| Given { value, argument: ArgumentId(0) };
    let mut request = Request::new(folders::workspace().join("tests"));
    request.roots.path = vec![given(directory.display().to_string())];
    request.selection.worlds = worlds.iter().map(|&world| given(world.to_owned())).collect();
    request.resolution.all_features = true;
    expand(&request)
}

/// What is said about a directory, errors and warnings apart.
fn told(bindings: &Bindings) -> (Vec<String>, Vec<String>) {
    let diagnostics = bindings.diagnostics.iter();
    let (errors, warnings): (Vec<_>, _) = diagnostics.partition(|it| it.level() == Level::Error);
    let render = |all: Vec<&airssys_bindings_codegen::diagnostic::Diagnostic>| {
        all.into_iter().map(|it| it.render(&bindings.files)).collect()
    };
    (render(errors), render(warnings))
}

#[test]
fn every_digest_of_the_wasi_directories_with_a_lock_verifies() {
    for directory in LOCKED {
        let (errors, warnings) = told(&read(&locked(directory), &[]));
        assert_eq!(errors, [""; 0], "{directory}");
        // What no package uses is there for other packages, as a comment in their `deps.toml` says.
        let unjustified: Vec<_> =
            warnings.iter().filter(|it| !it.contains("is never used")).collect();
        assert_eq!(unjustified, [""; 0], "{directory}");
    }
}

#[test]
fn a_changed_byte_of_any_locked_package_is_caught() -> Result<()> {
    let fixture = Fixture::new("changed-bytes", "")?;
    let mut caught = 0;
    for directory in LOCKED {
        let copy = format!("wit-{}", directory.replace('/', "-"));
        fixture.copy(&locked(directory), &copy)?;
        let copy = fixture.folder().join(copy);
        for entry in fs::read_dir(copy.join("deps"))? {
            let package = entry?.path();
            let file = fs::read_dir(&package)?.next().context("a file")??.path();
            let before = fs::read(&file)?;
            fs::write(&file, [&before[..], b" "].concat())?;
            let (errors, _) = told(&read(&copy, &[]));
            fs::write(&file, before)?;
            assert_eq!(errors.len(), 1, "{errors:?}");
            assert!(errors[0].contains("does not match its digest"), "{}", errors[0]);
            assert!(errors[0].contains("/deps.lock:"), "{}", errors[0]);
            caught += 1;
        }
    }
    assert_eq!(caught, 1 + 5 + 2 + 6 + 6);
    Ok(())
}

#[test]
fn every_published_wasi_directory_expands_without_a_word() {
    for Wasi { package, path, worlds, .. } in WASI {
        let bindings = read(&folder(package, path), worlds);
        assert_eq!(told(&bindings), (Vec::new(), Vec::new()), "{package}/{path}");
        assert!(bindings.code.to_string().len() > 100_000, "{package}/{path}");
    }
}

#[test]
fn every_published_wasi_directory_compiles() -> Result<()> {
    let mut source = "//! One module for each directory.\n#![allow(missing_docs)]\n".to_owned();
    for directory in LOCKED {
        let module = directory.replace(['/', '-', '.'], "_");
        module_of(&mut source, &module, &locked(directory), &[])?;
    }
    for Wasi { module, package, path, worlds } in WASI {
        module_of(&mut source, module, &folder(package, path), worlds)?;
    }
    let fixture = Fixture::new("published-wasi", &source)?;
    assert_eq!(fixture.check()?, Outcome::Compiled);
    Ok(())
}

/// Adds a module with a call of the macro.
fn module_of(source: &mut String, module: &str, path: &Path, worlds: &[&str]) -> Result<()> {
    let path = path.display().to_string();
    let worlds =
        if worlds.is_empty() { String::new() } else { format!("        worlds: {worlds:?},\n") };
    writeln!(
        source,
        "pub mod {module} {{\n    airssys_bindings::airssys_bindings!({{\n        path: {path:?},\n{worlds}        \
         all_features: true,\n    }});\n}}"
    )?;
    Ok(())
}
