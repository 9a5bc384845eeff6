//! Compiles the cases of `tests/codegen`, in each variant and edition.

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

/// The cases that do not compile, with the first error of each.
pub type Failures = BTreeMap<String, String>;

/// Compiles all cases in one variant and edition.
///
/// One Cargo compiles the crates of all variants, so that later calls have nothing to do.
///
/// # Errors
///
/// When the corpus or the toolchain is missing, or Cargo fails before it compiles anything.
pub fn failures(variant: &Variant, edition: Edition) -> Result<Failures> {
    let expected = Codegen::read()?;
    let cases = Case::all()?;
    let mut scratch = Scratch::open("codegen")?;
    let mut excluded = Vec::new();
    for each in &VARIANTS {
        for year in EDITIONS {
            let failing = packages(&mut scratch, &expected, &cases, each, year)?;
            if each.name != variant.name || year != edition {
                excluded.extend(failing);
            }
        }
    }
    let mut command = toolchain::cargo(Task::Check)?;
    command.arg("--manifest-path").arg(scratch.finish()?);
    for package in excluded {
        command.args(["--exclude", &package]);
    }
    let prefix = format!("{}-{edition}", variant.name).replace('-', "_");
    collect_failures(&cargo::messages(command)?, &prefix, &cases)
}

/// Creates one crate for all cases that are expected to compile, and a crate for each of the others, whose names are
/// returned: a case that does not compile could hide the errors of other cases in the same crate.
fn packages(
    scratch: &mut Scratch,
    expected: &Codegen,
    cases: &[Case],
    variant: &Variant,
    edition: Edition,
) -> Result<Vec<String>> {
    let package = format!("{}-{edition}", variant.name);
    let (failing, compiling): (Vec<_>, Vec<_>) =
        cases.iter().partition(|case| expected.fails(variant.name, &case.name));
    self::package(scratch, &package, &compiling, variant, edition)?;
    let mut packages = Vec::new();
    for case in failing {
        let package = format!("{package}-{}", case.name);
        self::package(scratch, &package, &[case], variant, edition)?;
        packages.push(package);
    }
    Ok(packages)
}

/// Creates a crate with a module for each case.
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
    let directory = scratch.package(package, &manifest, &source)?;
    for case in cases {
        let file = directory.join(format!("src/{}.rs", case.module()));
        scratch::write(&file, &case.source(variant))?;
    }
    Ok(())
}

/// Returns the failures in the crates whose name starts with `prefix`.
fn collect_failures(messages: &[Message], prefix: &str, cases: &[Case]) -> Result<Failures> {
    let mut failures = Failures::new();
    let mut built = BTreeSet::new();
    let is_member = |name: &str| name.replace('-', "_").starts_with(prefix);
    for message in messages {
        match message {
            Message::CompilerMessage { target, message, .. }
                if is_member(&target.name) && message.is_error() =>
            {
                let case =
                    cases.iter().find(|case| message.file().is_some_and(|file| case.is_in(file)));
                let case = case.map_or(&target.name, |case| &case.name).clone();
                let error = message.rendered.as_ref().unwrap_or(&message.message);
                failures.entry(case).or_insert_with(|| error.clone());
            }
            Message::CompilerArtifact { target, .. } if is_member(&target.name) => {
                built.insert(target.name.clone());
            }
            Message::CompilerMessage { .. } | Message::CompilerArtifact { .. } | Message::Other => {
            }
        }
    }
    let nothing = failures.is_empty() && built.is_empty();
    (!nothing).then_some(failures).with_context(|| format!("no messages of `{prefix}`"))
}
