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
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

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
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(Outcomes::new());
    // Wasmtime's compiler, not optimized here, takes most of the time.
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let more = outcomes_of(case, &modules, &runner);
                    outcomes.lock().expect("no worker panics").extend(more);
                }
            });
        }
    });
    Ok(outcomes.into_inner().expect("no worker panics"))
}

/// Composes the components of a case and runs what comes of it.
fn outcomes_of(case: &Case, modules: &build::Modules, runner: &run::Runner) -> Outcomes {
    let components = component::make(case, modules, &folders::target("components"));
    let outcome = |pair: Pair| {
        let composed = compose::compose(case, &pair, &components);
        let outcome = composed.and_then(|component| Ok(runner.run(&component)?));
        (pair.name(case), outcome)
    };
    case.pairs().into_iter().map(outcome).collect()
}
