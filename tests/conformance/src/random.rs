//! From a number to WIT text, and from that to what is wrong with the Rust that comes of it.

mod check;
mod wit;

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

pub use self::check::uncompiled;
pub use self::wit::Sample;

/// By seed, what is wrong.
pub type Faults = BTreeMap<u64, String>;

/// What came of a number of samples.
#[derive(Debug, Default)]
pub struct Outcome {
    /// How many samples there were.
    pub samples: usize,
    /// The seed of the last of them.
    pub last: u64,
    /// The faults.
    pub faults: Faults,
}

/// Runs the pipeline behind the macro on at least so many samples, from the first seed on.
#[must_use]
pub fn expanded(count: usize) -> Outcome {
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
        let fault = check::fault(&sample);
        let mut outcome = outcome.lock().expect("no worker panics");
        outcome.samples += 1;
        outcome.last = outcome.last.max(seed);
        outcome.faults.extend(fault.map(|fault| (seed, fault)));
    }
}
