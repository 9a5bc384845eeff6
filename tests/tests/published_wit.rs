//! Published WIT directories, read from Cargo's registry directory.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use airssys_bindings_codegen::diagnostic::{ArgumentId, Diagnostic, Level};
use airssys_bindings_codegen::roots::Given;
use airssys_bindings_codegen::{Bindings, Request, expand};
use airssys_bindings_tests::fixture::{Fixture, Outcome};
use airssys_bindings_tests::{paths, published_packages};
use anyhow::{Context as _, Result};

/// The directories with `deps.toml` and `deps.lock`.
const LOCKED: [&str; 5] = [
    "wasi-clocks/wit",
    "wasi-cli/wit",
    "wasi-filesystem/wit",
    "wasi-http/wit",
    "wasi-http/wit-0.3.0-draft",
];

/// Returns a directory of a published package.
fn package_directory(package: &str, path: &str) -> PathBuf {
    published_packages::directory(package).expect("the packages can be fetched").join(path)
}

fn locked(directory: &str) -> PathBuf {
    package_directory("wit-bindgen-cli", &format!("tests/codegen/{directory}"))
}

/// A WIT directory of WASI.
struct Wasi {
    /// The name of its module in the fixture.
    module: &'static str,
    package: &'static str,
    path: &'static str,
    /// The worlds to bind. An empty list stands for all, in `deps` if the own package is empty.
    worlds: &'static [&'static str],
}

const WASI: [Wasi; 6] = [
    Wasi {
        module: "guest_p2",
        package: "wasip2",
        path: "wit",
        worlds: &["wasi:cli/command@0.2.12", "wasi:http/proxy@0.2.12"],
    },
    Wasi { module: "guest_p3", package: "wasip3", path: "wit", worlds: &[] },
    Wasi { module: "wasi_p2", package: "wasmtime-wasi", path: "src/p2/wit", worlds: &[] },
    Wasi { module: "wasi_p3", package: "wasmtime-wasi", path: "src/p3/wit", worlds: &[] },
    Wasi { module: "http_p2", package: "wasmtime-wasi-http", path: "wit", worlds: &[] },
    Wasi { module: "http_p3", package: "wasmtime-wasi-http", path: "src/p3/wit", worlds: &[] },
];

fn read(directory: &Path, worlds: &[&str]) -> Bindings {
    expand(&request(directory, worlds))
}

fn request(directory: &Path, worlds: &[&str]) -> Request {
    let given = |value: String| Given { value, argument: ArgumentId(0) };
    let mut request = Request::new(paths::workspace().join("tests"));
    request.roots.path = vec![given(directory.display().to_string())];
    request.selection.worlds = worlds.iter().map(|&world| given(world.to_owned())).collect();
    request.resolution.all_features = Some(true);
    request
}

/// Returns the rendered errors and warnings of a directory.
fn rendered_diagnostics(bindings: &Bindings) -> (Vec<String>, Vec<String>) {
    let diagnostics = bindings.diagnostics.iter();
    let (errors, warnings): (Vec<_>, _) = diagnostics.partition(|it| it.level() == Level::Error);
    let render = |diagnostics: Vec<&Diagnostic>| {
        diagnostics.into_iter().map(|it| it.render(&bindings.files)).collect()
    };
    (render(errors), render(warnings))
}

#[test]
fn locked_wasi_directories_verify() {
    for directory in LOCKED {
        let (errors, warnings) = rendered_diagnostics(&read(&locked(directory), &[]));
        assert_eq!(errors, [""; 0], "{directory}");
        // A comment in `deps.toml` says that unused entries are there for other packages.
        let unexpected: Vec<_> =
            warnings.iter().filter(|it| !it.contains("is never used")).collect();
        assert_eq!(unexpected, [""; 0], "{directory}");
    }
}

#[test]
fn changed_byte_in_a_locked_package_is_a_warning_and_with_locked_an_error() -> Result<()> {
    let fixture = Fixture::new("changed-bytes", "")?;
    let mut reported = 0;
    for directory in LOCKED {
        let copy = format!("wit-{}", directory.replace('/', "-"));
        fixture.copy(&locked(directory), &copy)?;
        let copy = fixture.directory().join(copy);
        for entry in fs::read_dir(copy.join("deps"))? {
            let package = entry?.path();
            let file = fs::read_dir(&package)?.next().context("a package without a file")??.path();
            let before = fs::read(&file)?;
            fs::write(&file, [&before[..], b" "].concat())?;
            let mut request = request(&copy, &[]);
            let (errors, warnings) = rendered_diagnostics(&expand(&request));
            assert_eq!(errors, [""; 0]);
            request.resolution.locked = true;
            let (errors, _) = rendered_diagnostics(&expand(&request));
            fs::write(&file, before)?;
            assert_eq!(errors.len(), 1, "{errors:?}");
            assert!(warnings.contains(&errors[0]), "{warnings:?}");
            assert!(errors[0].contains("does not match its digest"), "{}", errors[0]);
            assert!(errors[0].contains("/deps.lock:"), "{}", errors[0]);
            reported += 1;
        }
    }
    assert_eq!(reported, 1 + 5 + 2 + 6 + 6);
    Ok(())
}

#[test]
fn published_wasi_directories_expand_without_diagnostics() {
    for Wasi { package, path, worlds, .. } in WASI {
        let bindings = read(&package_directory(package, path), worlds);
        assert_eq!(rendered_diagnostics(&bindings), (Vec::new(), Vec::new()), "{package}/{path}");
        assert!(bindings.code.to_string().len() > 100_000, "{package}/{path}");
    }
}

#[test]
fn published_wasi_directories_compile() -> Result<()> {
    let mut source = "//! One module for each directory.\n#![allow(missing_docs)]\n".to_owned();
    for directory in LOCKED {
        let module = directory.replace(['/', '-', '.'], "_");
        add_module(&mut source, &module, &locked(directory), &[])?;
    }
    for Wasi { module, package, path, worlds } in WASI {
        add_module(&mut source, module, &package_directory(package, path), worlds)?;
    }
    let fixture = Fixture::new("published-wasi", &source)?;
    assert_eq!(fixture.check()?, Outcome::Compiled);
    Ok(())
}

/// Adds a module with a call of the macro for a directory.
fn add_module(source: &mut String, module: &str, path: &Path, worlds: &[&str]) -> Result<()> {
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
