//! The output of rustc for calls that do not compile. Each directory is a family of rules, and each file in it a rule,
//! named after it, with its WIT directory next to it.
//!
//! Calls that compile are in `src/`: trybuild links a program with Wasmtime for each of them, and compiles all others one
//! by one as soon as it has one.
//!
//! `TRYBUILD=overwrite cargo test -p airssys-bindings-ui-tests` writes the `.stderr` files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

#[test]
fn rules_have_the_expected_output() {
    copy_wit().expect("the WIT directories can be copied");
    trybuild::TestCases::new().compile_fail("ui/*/*.rs");
}

#[test]
fn at_least_sixty_rules_are_tested() {
    let families = fs::read_dir(package().join("ui")).expect("readable").flatten();
    let files = families.filter(|entry| entry.path().is_dir());
    let files = files.flat_map(|family| fs::read_dir(family.path()).expect("readable").flatten());
    let rules =
        files.filter(|file| file.path().extension().is_some_and(|kind| kind == "rs")).count();
    assert!(rules >= 60, "{rules}");
}

fn package() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Copies the WIT directories into the package that trybuild compiles.
///
/// The macro's paths are relative to that package. With the directories there, messages have the same paths on every
/// machine.
fn copy_wit() -> io::Result<()> {
    let project = target_directory().join("tests/trybuild").join(env!("CARGO_PKG_NAME")).join("ui");
    if project.exists() {
        fs::remove_dir_all(&project)?;
    }
    copy(&package().join("ui"), &project)
}

/// Returns the target directory of the workspace: this program is in `target/debug/deps`.
fn target_directory() -> PathBuf {
    let program = std::env::current_exe().expect("the path of this program");
    let directory = program.ancestors().find(|path| path.join("CACHEDIR.TAG").is_file());
    directory.expect("this program is in a target directory").to_path_buf()
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let entry = entry?;
        let to = to.join(entry.file_name());
        if entry.file_type()?.is_dir() {
            copy(&entry.path(), &to)?;
        } else if !is_case(&entry.path()) {
            fs::copy(entry.path(), to)?;
        }
    }
    Ok(())
}

fn is_case(file: &Path) -> bool {
    file.extension().is_some_and(|kind| kind == "rs" || kind == "stderr")
}
