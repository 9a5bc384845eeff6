//! From the cases of `tests/codegen` to which of them do not compile, in each variant and edition.

mod case;
mod variant;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use anyhow::{Context as _, Result};

pub use self::case::Case;
pub use self::variant::{EDITIONS, Edition, VARIANTS, Variant};
use crate::cargo::{self, Message};
use crate::expected::Codegen;
use crate::scratch::{self, Manifest, Scratch};
use crate::toolchain::{self, Task};

/// The cases that do not compile, and the first thing that the compiler says of each.
pub type Failures = BTreeMap<String, String>;

/// Compiles all cases in one variant and edition.
///
/// The crates of the other variants are compiled along with it, by one Cargo, so that the next call has nothing to do.
///
/// # Errors
///
/// When there is no corpus, no toolchain, or Cargo does not come to compile anything.
pub fn failures(variant: &Variant, edition: Edition) -> Result<Failures> {
    let expected = Codegen::read()?;
    let cases = Case::all()?;
    let mut scratch = Scratch::open("codegen")?;
    let mut others = Vec::new();
    for each in &VARIANTS {
        for year in EDITIONS {
            let ours = each.name == variant.name && year == edition;
            let doomed = packages(&mut scratch, &expected, &cases, each, year)?;
            others.extend(if ours { Vec::new() } else { doomed });
        }
    }
    let mut command = toolchain::cargo(Task::Check)?;
    command.arg("--manifest-path").arg(scratch.finish()?);
    for other in others {
        command.args(["--exclude", &other]);
    }
    let crates = format!("{}-{edition}", variant.name).replace('-', "_");
    faults(&cargo::messages(command)?, &crates, &cases)
}

/// Makes the crate of all cases that are to compile, and one crate for each that is not, whose names are given back.
///
/// A case that does not compile would hide the faults of others beside it.
fn packages(
    scratch: &mut Scratch,
    expected: &Codegen,
    cases: &[Case],
    variant: &Variant,
    edition: Edition,
) -> Result<Vec<String>> {
    let package = format!("{}-{edition}", variant.name);
    let (doomed, sound): (Vec<_>, Vec<_>) =
        cases.iter().partition(|case| expected.fails(variant.name, &case.name));
    self::package(scratch, &package, &sound, variant, edition)?;
    let mut packages = Vec::new();
    for case in doomed {
        let package = format!("{package}-{}", case.name);
        self::package(scratch, &package, &[case], variant, edition)?;
        packages.push(package);
    }
    Ok(packages)
}

/// Makes a crate with a module for each case.
fn package(
    scratch: &mut Scratch,
    package: &str,
    cases: &[&Case],
    variant: &Variant,
    edition: Edition,
) -> Result<()> {
    let mut source = format!("//! Bindings for cases of the corpus.\n{}", variant.attributes);
    for case in cases {
        writeln!(source, "pub mod {};", case.module())?;
    }
    let dependencies = "airssys-bindings.workspace = true\n".to_owned();
    let manifest = Manifest { edition: edition.year(), kind: "lib", dependencies };
    let folder = scratch.package(package, &manifest, &source)?;
    for case in cases {
        let file = folder.join(format!("src/{}.rs", case.module()));
        scratch::write(&file, &case.source(variant))?;
    }
    Ok(())
}

/// The cases of which the compiler says something in a crate of this name, or of one that begins so.
fn faults(messages: &[Message], crates: &str, cases: &[Case]) -> Result<Failures> {
    let mut failures = Failures::new();
    let mut built = BTreeSet::new();
    let ours = |name: &str| name.replace('-', "_").starts_with(crates);
    for message in messages {
        match message {
            Message::CompilerMessage { target, message }
                if ours(&target.name) && message.is_fault() =>
            {
                let case =
                    cases.iter().find(|case| message.file().is_some_and(|file| case.is_in(file)));
                let case = case.map_or(&target.name, |case| &case.name).clone();
                let said = message.rendered.as_ref().unwrap_or(&message.message);
                failures.entry(case).or_insert_with(|| said.clone());
            }
            Message::CompilerArtifact { target, .. } if ours(&target.name) => {
                built.insert(target.name.clone());
            }
            Message::CompilerMessage { .. } | Message::CompilerArtifact { .. } | Message::Other => {
            }
        }
    }
    let nothing = failures.is_empty() && built.is_empty();
    (!nothing).then_some(failures).with_context(|| format!("Cargo says nothing of `{crates}`"))
}
