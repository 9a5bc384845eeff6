//! Copies a published crate, and replaces the macro calls in it.

use std::fs;
use std::path::Path;

use airssys_bindings_tests::{paths, published_packages};
use anyhow::{Context as _, Result, ensure};
use toml::{Table, Value};

use super::Crate;
use crate::scratch;

/// The original macros, as their callers name them.
const CALLS: [&str; 3] =
    ["wasmtime::component::bindgen!({", "wit_bindgen::generate!({", "generate!({"];

/// The parts of a manifest that concern neither the library nor its dependencies.
const REMOVED: [&str; 5] = ["bench", "dev-dependencies", "example", "profile", "test"];

/// Copies a crate, and returns the number of its macro calls.
pub(super) fn copy(each: &Crate, to: &Path) -> Result<usize> {
    let from = published_packages::directory(each.name)?;
    let mut calls = 0;
    for file in paths::files(&from)? {
        let path = file.strip_prefix(&from)?;
        let top = path.components().next().context("a file in a directory")?;
        let is_removed = ["benches", "examples", "tests", "Cargo.lock"];
        if is_removed.iter().any(|name| top.as_os_str() == *name) {
            continue;
        }
        let Ok(text) = fs::read_to_string(&file) else { continue };
        let text = if path == Path::new("Cargo.toml") {
            manifest(each, &text)?
        } else if path.extension() == Some("rs".as_ref()) {
            let (text, replaced) = replace_calls(each, &text);
            calls += replaced;
            text
        } else {
            text
        };
        scratch::write(&to.join(path), &text)?;
    }
    ensure!(calls > 0, "`{}` has no macro call", each.name);
    Ok(calls)
}

/// Replaces the macro calls in a source, and returns their number.
fn replace_calls(each: &Crate, source: &str) -> (String, usize) {
    let ours = "airssys_bindings::airssys_bindings!({";
    let ours = if each.host { format!("{ours} side: host,") } else { ours.to_owned() };
    let mut replaced = 0;
    let lines = source.split_inclusive('\n').map(|line| {
        let code = line.trim_start();
        let Some(call) = CALLS.iter().find(|call| code.starts_with(**call)) else {
            return line.to_owned();
        };
        replaced += 1;
        line.replacen(call, &ours, 1)
    });
    let source = lines.collect();
    (source, replaced)
}

/// Adds the dependency to a manifest.
fn manifest(each: &Crate, text: &str) -> Result<String> {
    let mut manifest: Table = text.parse()?;
    for key in REMOVED {
        manifest.remove(key);
    }
    let features: &[&str] = if each.host { &["host"] } else { &[] };
    let mut dependency = Table::new();
    dependency
        .insert("path".into(), paths::workspace().join("runtime").display().to_string().into());
    dependency.insert("features".into(), features.to_vec().into());
    let dependencies = manifest.entry("dependencies").or_insert_with(|| Table::new().into());
    let dependencies = dependencies.as_table_mut().context("`dependencies` is not a table")?;
    dependencies.insert("airssys-bindings".to_owned(), Value::Table(dependency));
    Ok(manifest.to_string())
}
