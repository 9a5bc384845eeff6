//! What the macro costs, against what would be used instead of it: prints a table, and writes it to `docs/performance.md`.
//!
//! `--row NAME` measures only that row, and may be given more than once; `--runs N` sets how often each is measured,
//! ten times if not given; `--smoke` only tries whether the quick rows work; `--out FILE` writes elsewhere.
//!
//! Rows of build times may be measured with a debug build of this program; the row `cold-wall` is wall time and
//! needs an idle machine with two cores.

mod component;
mod crates;
mod expansion;
mod graph;
mod measure;
mod options;
mod report;
mod row;
mod steps;

use anyhow::Result;

use crate::options::Options;
use crate::report::Measured;

fn main() -> Result<()> {
    let options = Options::parse()?;
    for row in row::all(&options) {
        eprintln!("{}: {}", row.name, row.what);
        let mut measure = (row.prepare)(&options)?;
        let mut samples = Vec::new();
        for _ in 0..options.runs {
            let sample = measure()?;
            eprintln!("    {}", report::sample(&row, &sample));
            samples.push(sample);
        }
        let measured = Measured { row, samples };
        println!("{}", measured.line());
        // What was measured stays if a later row fails.
        report::write(&options, &measured)?;
    }
    Ok(())
}
