//! Benchmarks: the measurement, the baseline, and the target.

use anyhow::Result;

use crate::options::Options;
use crate::{builds, component, crates, expansion};

/// The measurements of one run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    pub(crate) ours: f64,
    pub(crate) baseline: f64,
}

impl Sample {
    pub(crate) fn ratio(self) -> f64 {
        self.ours / self.baseline
    }
}

/// The unit of the measurements of a benchmark.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Seconds,
    Bytes,
    Crates,
    Fuel,
    PerSecond,
}

/// The target of a benchmark.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Target {
    /// The ratio is at most this.
    Ratio(f64),
    /// Our measurement is at most this.
    Ours(f64),
    /// Our measurement exceeds the baseline by at most this.
    More(f64),
    /// The ratio differs from 1 by at most this.
    Same(f64),
    /// No target.
    None,
}

/// Takes one sample.
pub(crate) type Measure = Box<dyn FnMut() -> Result<Sample>>;

/// A benchmark: a line of the table.
pub(crate) struct Benchmark {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    pub(crate) baseline: &'static str,
    pub(crate) unit: Unit,
    pub(crate) target: Target,
    /// `true` to include the benchmark in a smoke run.
    pub(crate) quick: bool,
    /// Prepares the benchmark, and returns the function that takes samples.
    pub(crate) prepare: fn(&Options) -> Result<Measure>,
}

/// Returns the benchmarks that the options select.
pub(crate) fn selected(options: &Options) -> Vec<Benchmark> {
    let benchmarks = [crates::all(), expansion::all(), builds::all(), component::all()];
    let is_selected = |benchmark: &Benchmark| match options.benchmarks.as_slice() {
        [] => !options.smoke || benchmark.quick,
        names => names.iter().any(|name| name == benchmark.name),
    };
    benchmarks.into_iter().flatten().filter(is_selected).collect()
}
