//! Measures the cost of the macro against a baseline. Prints a table, and writes it to `docs/performance.md`, with a
//! chart of it beside.
//!
//! `--row NAME` selects a benchmark, and can be repeated; `--runs N` sets the number of runs, 10 by default; `--smoke`
//! runs the quick benchmarks once on small inputs; `--out FILE` writes the table to another file.
//!
//! A debug build of this program is enough for build times. `cold-wall` is wall time and needs an idle machine with
//! two cores.

mod benchmark;
mod builds;
mod chart;
mod component;
mod crates;
mod expansion;
mod graph;
mod measure;
mod options;
mod report;

use anyhow::Result;

use crate::options::Options;
use crate::report::Measured;

fn main() -> Result<()> {
    let options = Options::parse()?;
    for benchmark in benchmark::selected(&options) {
        eprintln!("{}: {}", benchmark.name, benchmark.what);
        let mut measure = (benchmark.prepare)(&options)?;
        let mut samples = Vec::new();
        for _ in 0..options.runs {
            let sample = measure()?;
            eprintln!("    {}", report::sample(&benchmark, &sample));
            samples.push(sample);
        }
        let measured = Measured { benchmark, samples };
        println!("{}", measured.line());
        // Written after each benchmark: a later one may fail.
        report::write(&options, &measured)?;
    }
    Ok(())
}
