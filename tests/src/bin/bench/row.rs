//! The rows of the table: what is measured, against what, and how good it must be.

use anyhow::Result;

use crate::options::Options;
use crate::{component, crates, expansion, steps};

/// What is measured in one run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Sample {
    pub(crate) ours: f64,
    pub(crate) theirs: f64,
}

impl Sample {
    pub(crate) fn ratio(self) -> f64 {
        self.ours / self.theirs
    }
}

/// What the numbers of a row count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unit {
    Seconds,
    Bytes,
    Crates,
    Fuel,
    PerSecond,
}

/// How a row is judged.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Mark {
    /// The ratio is to be at most this.
    Ratio(f64),
    /// The first number is to be at most this.
    Ours(f64),
    /// The first number is to exceed the second by at most this.
    More(f64),
    /// The ratio is to be 1 within this.
    Same(f64),
    /// Only shown.
    None,
}

/// Measures once.
pub(crate) type Measure = Box<dyn FnMut() -> Result<Sample>>;

/// One row.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    pub(crate) against: &'static str,
    pub(crate) unit: Unit,
    pub(crate) mark: Mark,
    /// Whether it is measured in a smoke run.
    pub(crate) quick: bool,
    /// Makes what is needed once, and gives back what measures.
    pub(crate) prepare: fn(&Options) -> Result<Measure>,
}

/// The rows that were asked for.
pub(crate) fn all(options: &Options) -> Vec<Row> {
    let rows = [crates::rows(), expansion::rows(), steps::rows(), component::rows()];
    let wanted = |row: &Row| match options.rows.as_slice() {
        [] => !options.smoke || row.quick,
        names => names.iter().any(|name| name == row.name),
    };
    rows.into_iter().flatten().filter(wanted).collect()
}
