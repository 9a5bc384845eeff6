//! The benchmark of the number of crates that a build compiles.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};

use crate::benchmark::{Benchmark, Measure, Sample, Target, Unit};
use crate::builds::{Crate, Kind};
use crate::options::Options;

pub(crate) fn all() -> Vec<Benchmark> {
    vec![Benchmark {
        name: "crates",
        what: "crates of a guest that calls the macro, `cargo tree -e normal,build`",
        baseline: "the same with `generate!`",
        unit: Unit::Crates,
        target: Target::More(15.0),
        quick: true,
        prepare,
    }]
}

fn prepare(options: &Options) -> Result<Measure> {
    let ours = Crate::new(options, Kind::Macro)?;
    let baseline = Crate::new(options, Kind::Generate)?;
    Ok(Box::new(move || Ok(Sample { ours: count(&ours)?, baseline: count(&baseline)? })))
}

fn count(package: &Crate) -> Result<f64> {
    let arguments = ["tree", "--edges", "normal,build", "--prefix", "none", "--no-dedupe"];
    let tree = package.cargo(&arguments)?.stdout;
    let names: BTreeSet<String> = tree
        .lines()
        .map(|line| line.split_whitespace().take(2).collect::<Vec<_>>().join(" "))
        .collect();
    names
        .len()
        .checked_sub(1)
        .map(|count| count as f64)
        .context("`cargo tree` does not list the crate itself")
}
