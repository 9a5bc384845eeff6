//! Builds, composes and runs the cases of `tests/runtime` whose components are written in Rust.

mod build;
mod case;
mod component;
mod compose;
mod config;
pub mod native;
mod options;
mod run;
mod source;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use airssys_bindings_tests::paths;
use anyhow::Result;

pub use self::case::{Case, Composition};

/// The results of the runs, by the names of the compositions.
pub type Outcomes = BTreeMap<String, Result<()>>;

/// Builds and composes the components of all cases, and runs the compositions.
///
/// # Errors
///
/// When the corpus or the toolchain is missing, or Cargo fails before it compiles anything.
pub fn outcomes() -> Result<Outcomes> {
    let cases = Case::all()?;
    let modules = build::modules(&cases)?;
    let runner = run::Runner::new()?;
    let next = AtomicUsize::new(0);
    let outcomes = Mutex::new(Outcomes::new());
    // Most of the time is spent in Wasmtime's compiler, which is unoptimized.
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    let of_case = case_outcomes(case, &modules, &runner);
                    outcomes.lock().expect("no worker panics").extend(of_case);
                }
            });
        }
    });
    Ok(outcomes.into_inner().expect("no worker panics"))
}

/// Composes the components of a case, and runs its compositions.
fn case_outcomes(case: &Case, modules: &build::Modules, runner: &run::Runner) -> Outcomes {
    let components = component::create(case, modules, &paths::target("conformance/components"));
    let outcome = |composition: Composition| {
        let composed = compose::compose(case, &composition, &components);
        let outcome = composed.and_then(|component| Ok(runner.run(&component)?));
        (composition.name(case), outcome)
    };
    case.compositions().into_iter().map(outcome).collect()
}
