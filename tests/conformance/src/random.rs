//! Random WIT packages, expanded and compiled.

mod check;
mod wit;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

pub use self::check::compile_failures;
pub use self::wit::Sample;

/// The failures, by seed.
pub type Failures = BTreeMap<u64, String>;

/// The result of expanding a number of samples.
#[derive(Debug, Default)]
pub struct Outcome {
    /// The number of samples.
    pub samples: usize,
    /// The greatest seed.
    pub last: u64,
    /// The failures.
    pub failures: Failures,
}

/// Expands at least `count` samples, from seed 0 on.
#[must_use]
pub fn expand(count: usize) -> Outcome {
    let next = AtomicU64::new(0);
    let outcome = Mutex::new(Outcome::default());
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| work(count, &next, &outcome));
        }
    });
    outcome.into_inner().expect("no worker panics")
}

/// Takes seeds until there are enough samples.
fn work(count: usize, next: &AtomicU64, outcome: &Mutex<Outcome>) {
    while outcome.lock().expect("no worker panics").samples < count {
        let seed = next.fetch_add(1, Ordering::Relaxed);
        let Some(sample) = Sample::of(seed) else { continue };
        let failure = check::expansion_failure(&sample);
        let mut outcome = outcome.lock().expect("no worker panics");
        outcome.samples += 1;
        outcome.last = outcome.last.max(seed);
        outcome.failures.extend(failure.map(|failure| (seed, failure)));
    }
}
