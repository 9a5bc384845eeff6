//! How many crates a build compiles.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result};

use crate::options::Options;
use crate::row::{Mark, Measure, Row, Sample, Unit};
use crate::steps::{Crate, Kind};

pub(crate) fn rows() -> Vec<Row> {
    vec![Row {
        name: "crates",
        what: "crates of a guest that calls the macro, `cargo tree -e normal,build`",
        against: "the same with `generate!`",
        unit: Unit::Crates,
        mark: Mark::More(15.0),
        quick: true,
        prepare,
    }]
}

fn prepare(options: &Options) -> Result<Measure> {
    let ours = Crate::new(options, Kind::Ours)?;
    let theirs = Crate::new(options, Kind::Theirs)?;
    Ok(Box::new(move || Ok(Sample { ours: count(&ours)?, theirs: count(&theirs)? })))
}

fn count(package: &Crate) -> Result<f64> {
    let arguments = ["tree", "--edges", "normal,build", "--prefix", "none", "--no-dedupe"];
    let tree = package.cargo(&arguments)?.stdout;
    let names: BTreeSet<String> = tree
        .lines()
        .map(|line| line.split_whitespace().take(2).collect::<Vec<_>>().join(" "))
        .collect();
    names.len().checked_sub(1).map(|count| count as f64).context("the crate itself is listed")
}
