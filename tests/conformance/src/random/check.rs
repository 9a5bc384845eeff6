//! From a sample to what is wrong with the Rust that comes of it.

use std::any::Any;
use std::fmt::Write as _;
use std::panic;

use airssys_bindings_codegen::diagnostic::{ArgumentId, Level};
use airssys_bindings_codegen::roots::Given;
use airssys_bindings_codegen::{Bindings, Request, expand};
use anyhow::Result;

use super::{Faults, Sample};
use crate::cargo;
use crate::scratch::{self, Manifest, Scratch};
use crate::toolchain::{self, Task};

/// Why the pipeline does not make Rust of the sample, if it does not.
pub(super) fn fault(sample: &Sample) -> Option<String> {
    let request = request(&sample.text);
    let bindings = match panic::catch_unwind(|| expand(&request)) {
        Ok(bindings) => bindings,
        Err(panic) => return Some(format!("panics: {}", message(&*panic))),
    };
    if let Some(refused) = refused(&bindings) {
        return Some(refused);
    }
    let parsed = syn::parse2::<syn::File>(bindings.code);
    parsed.err().map(|error| format!("makes Rust that does not parse: {error}"))
}

fn request(text: &str) -> Request {
    let mut request = Request::new("nowhere");
    request.roots.inline = Some(Given { value: text.to_owned(), argument: ArgumentId(0) });
    request.resolution.all_features = true;
    request
}

/// The first error that the pipeline reports.
fn refused(bindings: &Bindings) -> Option<String> {
    let is_error = |level| matches!(level, Level::Error);
    let error = bindings.diagnostics.iter().find(|diagnostic| is_error(diagnostic.level()))?;
    Some(format!("is refused: {}", error.render(&bindings.files)))
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref().copied()).unwrap_or("something else than text").to_owned()
}

/// The samples whose bindings do not compile, and what the compiler says first of each.
///
/// # Errors
///
/// When there is no toolchain, or Cargo does not come to compile anything.
pub fn uncompiled(samples: &[Sample]) -> Result<Faults> {
    let mut scratch = Scratch::open("random")?;
    // As many crates as two processors can make use of.
    let half = samples.len().div_ceil(2).max(1);
    for (index, samples) in samples.chunks(half).enumerate() {
        package(&mut scratch, &format!("random-{index}"), samples)?;
    }
    let mut command = toolchain::cargo(Task::Check)?;
    command.arg("--manifest-path").arg(scratch.finish()?);
    let mut faults = Faults::new();
    for message in cargo::messages(command)? {
        if let cargo::Message::CompilerMessage { message, .. } = message
            && message.is_fault()
        {
            let file = message.file().unwrap_or_default();
            let sample =
                samples.iter().find(|sample| file.ends_with(&format!("/s_{}.rs", sample.seed)));
            let seed = sample.map_or(u64::MAX, |sample| sample.seed);
            faults.entry(seed).or_insert(message.rendered.unwrap_or(message.message));
        }
    }
    Ok(faults)
}

/// Makes a crate with a module for each sample.
fn package(scratch: &mut Scratch, name: &str, samples: &[Sample]) -> Result<()> {
    let mut source = String::from("//! Bindings for random packages.\n");
    for Sample { seed, .. } in samples {
        writeln!(source, "pub mod s_{seed};")?;
    }
    let dependencies = "airssys-bindings.workspace = true\n".to_owned();
    let manifest = Manifest { edition: "2024", kind: "lib", dependencies };
    let folder = scratch.package(name, &manifest, &source)?;
    for Sample { seed, text } in samples {
        scratch::write(&folder.join(format!("wit/{seed}.wit")), text)?;
        let call = format!(
            "//! Bindings.\nairssys_bindings::airssys_bindings!({{\n    path: \"wit/{seed}.wit\",\n    all_features,\n    stubs,\n}});\n"
        );
        scratch::write(&folder.join(format!("src/s_{seed}.rs")), &call)?;
    }
    Ok(())
}
