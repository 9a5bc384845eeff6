//! Checks the expansion of samples.

use std::any::Any;
use std::fmt::Write as _;
use std::panic;

use airssys_bindings_codegen::diagnostic::{ArgumentId, Level};
use airssys_bindings_codegen::roots::Given;
use airssys_bindings_codegen::{Bindings, Request, expand};
use anyhow::Result;

use super::{Failures, Sample};
use crate::cargo;
use crate::scratch::{self, Manifest, Scratch};
use crate::toolchain::{self, Task};

/// Returns the reason why a sample does not expand to valid Rust, if it does not.
pub(super) fn expansion_failure(sample: &Sample) -> Option<String> {
    let request = request(&sample.wit);
    let bindings = match panic::catch_unwind(|| expand(&request)) {
        Ok(bindings) => bindings,
        Err(panic) => return Some(format!("panics: {}", message(&*panic))),
    };
    if let Some(rejection) = rejection(&bindings) {
        return Some(rejection);
    }
    let parsed = syn::parse2::<syn::File>(bindings.code);
    parsed.err().map(|error| format!("expands to Rust that does not parse: {error}"))
}

fn request(wit: &str) -> Request {
    let mut request = Request::new("nowhere");
    request.roots.inline = Some(Given { value: wit.to_owned(), argument: ArgumentId(0) });
    request.resolution.all_features = Some(true);
    request
}

/// Returns the first error of an expansion.
fn rejection(bindings: &Bindings) -> Option<String> {
    let is_error = |level| matches!(level, Level::Error);
    let error = bindings.diagnostics.iter().find(|diagnostic| is_error(diagnostic.level()))?;
    Some(format!("is rejected: {}", error.render(&bindings.files)))
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref().copied())
        .unwrap_or("a payload other than a string")
        .to_owned()
}

/// Compiles the bindings of samples, and returns the first error of each that does not compile.
///
/// # Errors
///
/// When the toolchain is missing, or Cargo fails before it compiles anything.
pub fn compile_failures(samples: &[Sample]) -> Result<Failures> {
    let mut scratch = Scratch::open("random")?;
    // Two crates, for two processors.
    let half = samples.len().div_ceil(2).max(1);
    for (index, samples) in samples.chunks(half).enumerate() {
        package(&mut scratch, &format!("random-{index}"), samples)?;
    }
    let mut command = toolchain::cargo(Task::Check)?;
    command.arg("--manifest-path").arg(scratch.finish()?);
    let mut failures = Failures::new();
    for message in cargo::messages(command)? {
        if let cargo::Message::CompilerMessage { message, .. } = message
            && message.is_error()
        {
            let file = message.file().unwrap_or_default();
            let sample =
                samples.iter().find(|sample| file.ends_with(&format!("/s_{}.rs", sample.seed)));
            let seed = sample.map_or(u64::MAX, |sample| sample.seed);
            failures.entry(seed).or_insert(message.rendered.unwrap_or(message.message));
        }
    }
    Ok(failures)
}

/// Creates a crate with a module for each sample.
fn package(scratch: &mut Scratch, name: &str, samples: &[Sample]) -> Result<()> {
    let mut source = String::from("//! Bindings for random packages.\n");
    for Sample { seed, .. } in samples {
        writeln!(source, "pub mod s_{seed};")?;
    }
    let dependencies = "airssys-bindings.workspace = true\n".to_owned();
    let manifest = Manifest { edition: "2024", kind: "lib", dependencies };
    let directory = scratch.package(name, &manifest, &source)?;
    for Sample { seed, wit } in samples {
        scratch::write(&directory.join(format!("wit/{seed}.wit")), wit)?;
        let call = format!(
            "//! Bindings.\nairssys_bindings::airssys_bindings!({{\n    path: \"wit/{seed}.wit\",\n    all_features,\n    stubs,\n}});\n"
        );
        scratch::write(&directory.join(format!("src/s_{seed}.rs")), &call)?;
    }
    Ok(())
}
