//! Compiles the calls, ours and those of the original macros.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::process::Command;

use airssys_bindings_tests::{cargo as commands, paths};
use anyhow::{Result, ensure};

use super::{Call, Case, Failure};
use crate::cargo::{self, Message};
use crate::scratch::{self, Manifest, Scratch};

/// The largest number of calls in a crate.
const CALLS: usize = 40;

/// Compiles calls, and returns those that fail.
///
/// # Errors
///
/// When Cargo fails before it compiles anything.
pub fn compile(cases: &[Case]) -> Result<BTreeMap<Case, Failure>> {
    let sources: Vec<_> = cases.iter().map(|case| (case.host, Call::ours(case))).collect();
    let failures = check("published", &sources)?;
    Ok(failures.into_iter().map(|(index, failure)| (cases[index].clone(), failure)).collect())
}

/// Compiles the calls of the original macro for the cases, and returns those in which it fails, too.
///
/// # Errors
///
/// When Cargo fails before it compiles anything.
pub fn upstream(cases: &[Case]) -> Result<BTreeMap<Case, Failure>> {
    let calls = cases.iter().flat_map(|case| {
        Call::original(case).into_iter().map(move |call| (case, (case.host, call)))
    });
    let (cases, sources): (Vec<_>, Vec<_>) = calls.unzip();
    let mut failures = BTreeMap::new();
    for (index, failure) in check("published_upstream", &sources)? {
        failures.entry(cases[index].clone()).or_insert(failure);
    }
    Ok(failures)
}

/// Checks each call in a module of its own, and returns the first error of those that do not compile.
///
/// rustc reports the errors of its later stages only if there are none of the earlier ones, in any module. So failing
/// modules are removed, and the others checked again, until all compile.
fn check(workspace: &str, calls: &[(bool, Call)]) -> Result<BTreeMap<usize, Failure>> {
    let mut failures = BTreeMap::new();
    let mut scratch = Scratch::open(workspace)?;
    let mut crates = BTreeMap::new();
    for host in [false, true] {
        let indexes = calls.iter().enumerate().filter(|(_, call)| call.0 == host);
        let indexes: Vec<_> = indexes.map(|(index, _)| index).collect();
        for (number, indexes) in indexes.chunks(CALLS).enumerate() {
            let side = if host { "host" } else { "guest" };
            crates.insert(format!("{workspace}_{side}_{number}"), (host, indexes.to_vec()));
        }
    }
    for (name, (host, indexes)) in &crates {
        write_crate(&mut scratch, name, *host, indexes, calls)?;
    }
    let manifest = scratch.finish()?;
    let mut pending: BTreeSet<_> = crates.keys().cloned().collect();
    while !pending.is_empty() {
        let mut command = cargo_check();
        command.arg("--manifest-path").arg(&manifest);
        command.args(pending.iter().map(|name| format!("--package={name}")));
        let messages = cargo::messages(command)?;
        failures.extend(errors(&messages));
        let is_built = |name: &String| {
            let artifact = |message: &Message| matches!(message, Message::CompilerArtifact { target, .. } if target.name == *name);
            messages.iter().any(artifact)
        };
        pending.retain(|name| !is_built(name));
        for name in &pending {
            let (host, indexes) = crates.get_mut(name).expect("the name of a crate");
            let before = indexes.len();
            indexes.retain(|index| !failures.contains_key(index));
            ensure!(
                indexes.len() < before,
                "`{name}` does not compile, with no error in its modules"
            );
            write_crate(&mut scratch, name, *host, indexes, calls)?;
        }
    }
    Ok(failures)
}

fn cargo_check() -> Command {
    let mut command = commands::active(&paths::target("published-wit"));
    command.args(["check", "--keep-going"]);
    // These crates are seldom built twice, and incremental compilation would take gigabytes.
    command.env("CARGO_INCREMENTAL", "0");
    command
}

/// Returns the first error of each call.
fn errors(messages: &[Message]) -> BTreeMap<usize, Failure> {
    let mut errors = BTreeMap::new();
    for message in messages {
        let Message::CompilerMessage { message, .. } = message else { continue };
        let file = message.file().and_then(|file| file.rsplit("/call_").next());
        let index = file.and_then(|file| file.strip_suffix(".rs")?.parse().ok());
        let Some(index) = index.filter(|_| message.is_error()) else { continue };
        let code = message.code.as_ref().map_or("error", |code| &code.code);
        // Our own errors contain their code.
        let ours = message.message.split(['[', ']', ':']).find(|word| word.starts_with("AB"));
        let failure = Failure {
            code: ours.unwrap_or(code).to_owned(),
            message: message.rendered.clone().unwrap_or_else(|| message.message.clone()),
        };
        errors.entry(index).or_insert(failure);
    }
    errors
}

/// Writes a crate with a module for each call.
fn write_crate(
    scratch: &mut Scratch,
    name: &str,
    host: bool,
    indexes: &[usize],
    calls: &[(bool, Call)],
) -> Result<()> {
    let mut source = String::from("//! One module for each macro call.\n#![allow(warnings)]\n");
    for index in indexes {
        writeln!(source, "pub mod call_{index};")?;
    }
    let mut dependencies = String::new();
    if host {
        let runtime = paths::workspace().join("runtime");
        writeln!(
            dependencies,
            "airssys-bindings = {{ path = {runtime:?}, features = [\"host\"] }}"
        )?;
        dependencies += "wasmtime = \"48\"\n";
    } else {
        dependencies += "airssys-bindings.workspace = true\n";
        dependencies += "wit-bindgen = { version = \"0.63\", features = [\"async-spawn\", \"inter-task-wakeup\"] }\n";
    }
    let manifest = Manifest { edition: "2024", kind: "lib", dependencies };
    let directory = scratch.package(name, &manifest, &source)?;
    for index in indexes {
        scratch::write(&directory.join(format!("src/call_{index}.rs")), &calls[*index].1.0)?;
    }
    Ok(())
}
