//! From the folders of `tests/runtime` to what comes of each composition of components written in Rust.

mod build;
mod case;
mod component;
mod compose;
mod config;
mod options;
mod run;
mod source;

use std::collections::BTreeMap;

use anyhow::Result;

pub use self::case::{Case, Pair};
use crate::folders;

/// By the names of the compositions, why the run of one failed, or nothing.
pub type Outcomes = BTreeMap<String, Result<()>>;

/// Builds the components of all cases, composes them, and runs what comes of it.
///
/// # Errors
///
/// When there is no corpus, no toolchain, or Cargo does not come to compile anything.
pub fn outcomes() -> Result<Outcomes> {
    let cases = Case::all()?;
    let modules = build::modules(&cases)?;
    let runner = run::Runner::new()?;
    let folder = folders::target("components");
    let mut outcomes = Outcomes::new();
    for case in &cases {
        let components = component::make(case, &modules, &folder);
        for pair in case.pairs() {
            let composed = compose::compose(case, &pair, &components);
            let outcome = composed.and_then(|component| Ok(runner.run(&component)?));
            outcomes.insert(pair.name(case), outcome);
        }
    }
    Ok(outcomes)
}
