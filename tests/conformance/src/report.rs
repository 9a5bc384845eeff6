//! From the tables in `expected/` to `docs/conformance.md`. The tests see to it that the tables are right.

use std::fmt::Write as _;
use std::path::PathBuf;

use airssys_bindings_tests::folders;
use anyhow::Result;

use crate::codegen::VARIANTS;
use crate::expected::{Codegen, Random, Runtime};

const HEAD: &str = "\
<!-- Made by `cargo run -p airssys-bindings-conformance --bin report`; edit `tests/conformance/expected/` instead. -->

# Conformance

The package `wit-bindgen-cli` 0.63.0 carries the tests of `wit_bindgen::generate!`. They run here with
`airssys_bindings!()` in its place: the name of the macro and of the run-time crate are replaced, and
nothing else but what is listed below. `cargo test -p airssys-bindings-conformance` runs them for `wasm32`, and compares each
with a table; a case that goes wrong is told by its name, and so is one that has become right.
";

/// Where the report is.
#[must_use]
pub fn path() -> PathBuf {
    folders::workspace().join("docs/conformance.md")
}

/// The text of the report.
///
/// # Errors
///
/// When a table cannot be read.
pub fn render() -> Result<String> {
    let mut text = HEAD.to_owned();
    codegen(&mut text, &Codegen::read()?)?;
    runtime(&mut text, &Runtime::read()?)?;
    random(&mut text, &Random::read()?)?;
    Ok(text)
}

fn codegen(text: &mut String, table: &Codegen) -> Result<()> {
    let all = table.cases.len();
    let nothing = Default::default();
    let fails = |variant: &str| table.fails.get(variant).unwrap_or(&nothing);
    write!(
        text,
        "\n## Code generation\n\nAll {all} cases of `tests/codegen`, with stubs, in editions 2021 and 2024, under \
         `-Dwarnings`. A variant is a set of options\nwith which upstream compiles every case.\n\n\
         | variant | compile, of {all} |\n|---|---|\n"
    )?;
    for variant in &VARIANTS {
        writeln!(text, "| {} | {} |", variant.name, all - fails(variant.name).len())?;
    }
    let rows = VARIANTS.iter().flat_map(|variant| {
        let rows = fails(variant.name).iter();
        rows.map(|(case, reason)| (format!("`{case}` ({})", variant.name), reason.as_str()))
    });
    list(text, "Not compiled:", rows)
}

fn runtime(text: &mut String, table: &Runtime) -> Result<()> {
    let all = table.compositions.len();
    let run = all - table.fails.len();
    write!(
        text,
        "\n## Run time\n\nAll compositions of `tests/runtime` whose components are written in Rust, asynchronous ones \
         among them: built,\ncomposed as upstream composes them, and run in Wasmtime. {run} of {all} run. What upstream links as a \
         shared library is linked as an ordinary one.\n"
    )?;
    let fails = table.fails.iter();
    list(text, "Not run:", fails.map(|(name, reason)| (format!("`{name}`"), reason.as_str())))?;
    let options = table.options.iter().map(|(source, more)| {
        (format!("`{source}`, with `{}`", more.options), more.reason.as_str())
    });
    list(text, "Source files whose macro call has one more option than upstream's:", options)
}

fn random(text: &mut String, table: &Random) -> Result<()> {
    let Random { expanded, compiled, fails } = table;
    write!(
        text,
        "\n## Random WIT\n\n`wit-smith` makes packages of a fixed row of seeds. The pipeline behind the macro turns the \
         first {expanded} that `wit-parser`\naccepts into Rust that parses, and the Rust of the first {compiled} \
         compiles. `CONFORMANCE_SAMPLES=100000` tries more.\n"
    )?;
    let mut fails: Vec<_> = fails.iter().collect();
    fails.sort_by_key(|(seed, _)| (seed.len(), seed.as_str()));
    let rows = fails.into_iter().map(|(seed, reason)| (format!("seed {seed}"), reason.as_str()));
    list(text, "Exceptions:", rows)
}

/// A list with a line above, or nothing if there is nothing to list.
fn list<'a>(
    text: &mut String,
    above: &str,
    rows: impl Iterator<Item = (String, &'a str)>,
) -> Result<()> {
    let mut rows = rows.peekable();
    if rows.peek().is_some() {
        write!(text, "\n{above}\n\n")?;
    }
    for (name, reason) in rows {
        writeln!(text, "* {name}: {reason}")?;
    }
    Ok(())
}
