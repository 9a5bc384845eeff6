//! What users read when a call does not compile, and calls that compile: a folder for each family of
//! rules, a file for each rule, named after the rule, with its `wit` directory beside it.
//!
//! `TRYBUILD=overwrite cargo test -p airssys-bindings-ui-tests` writes the `.stderr` files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

#[test]
fn every_rule_is_told_as_its_file_says() {
    copy_trees().expect("the WIT directories can be copied");
    let cases = trybuild::TestCases::new();
    cases.compile_fail("ui/*/*.rs");
    cases.pass("pass/*.rs");
}

#[test]
fn there_are_sixty_rules_at_least() {
    let families = fs::read_dir(here().join("ui")).expect("readable").flatten();
    let files = families.filter(|entry| entry.path().is_dir());
    let files = files.flat_map(|family| fs::read_dir(family.path()).expect("readable").flatten());
    let rules =
        files.filter(|file| file.path().extension().is_some_and(|kind| kind == "rs")).count();
    assert!(rules >= 60, "{rules}");
}

fn here() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Copies the WIT directories to where trybuild compiles.
///
/// It does so in a package of its own, to whose folder the macro's paths are relative. With the trees
/// there, messages name the same paths on every machine.
fn copy_trees() -> io::Result<()> {
    let project = target_folder().join("tests/trybuild").join(env!("CARGO_PKG_NAME")).join("ui");
    if project.exists() {
        fs::remove_dir_all(&project)?;
    }
    copy(&here().join("ui"), &project)
}

/// The target folder of the workspace: this program is in `target/debug/deps`.
fn target_folder() -> PathBuf {
    let program = std::env::current_exe().expect("this program is somewhere");
    let folder = program.ancestors().find(|folder| folder.join("CACHEDIR.TAG").is_file());
    folder.expect("this program is in a target folder").to_path_buf()
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
