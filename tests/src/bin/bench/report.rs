//! Formats measurements, and writes them into the table in `docs/performance.md`.

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::benchmark::{Benchmark, Sample, Target, Unit};
use crate::chart;
use crate::options::Options;

const START: &str = "<!-- the table: cargo run --release -p airssys-bindings-tests --bin bench -->";
const END: &str = "<!-- the end of the table -->";

const HEAD: &str = "| benchmark | what | baseline | ratio: median (min to max) | target | runs |\n\
                    |---|---|---|---|---|---|";

/// A benchmark with its samples.
pub(crate) struct Measured {
    pub(crate) benchmark: Benchmark,
    pub(crate) samples: Vec<Sample>,
}

impl Measured {
    /// Formats the line of the table.
    pub(crate) fn line(&self) -> String {
        let Benchmark { name, what, baseline, unit, target, .. } = self.benchmark;
        let sorted = |value: fn(&Sample) -> f64| sorted(self.samples.iter().map(value).collect());
        let (ours, theirs) = (median(&sorted(|it| it.ours)), median(&sorted(|it| it.baseline)));
        let ratios = sorted(|it| it.ratio());
        let ratio = median(&ratios);
        let spread = match (ratios.first(), ratios.last()) {
            (Some(min), Some(max)) => format!("{ratio:.2} ({min:.2} to {max:.2})"),
            _ => "not measured".to_owned(),
        };
        let (mark, reached) = match target {
            Target::Ratio(max) => (format!("{max:.2}"), ratio <= max),
            Target::Ours(max) => (unit.format(max), ours <= max),
            Target::More(max) => (format!("{max} more"), ours - theirs <= max),
            Target::Same(within) => (format!("1.00 ± {within:.2}"), (ratio - 1.0).abs() <= within),
            Target::None => ("–".to_owned(), true),
        };
        let result = match target {
            Target::None => "",
            _ if reached => " ✓",
            _ => " **missed**",
        };
        format!(
            "| `{name}` | {what}: {} | {baseline}: {} | {spread} | {mark}{result} | {} |",
            unit.format(ours),
            unit.format(theirs),
            self.samples.len()
        )
    }
}

impl Unit {
    fn format(self, number: f64) -> String {
        match self {
            Self::Seconds if number < 1.0 => format!("{:.0} ms", number * 1e3),
            Self::Seconds => format!("{number:.2} s"),
            Self::Bytes if number < 1e6 => format!("{number:.0} bytes"),
            Self::Bytes => format!("{:.0} MB", number / 1e6),
            Self::Crates => format!("{number:.0}"),
            Self::Fuel => format!("{number:.0} units of fuel"),
            Self::PerSecond => format!("{number:.0} per second"),
        }
    }
}

/// Formats one sample.
pub(crate) fn sample(benchmark: &Benchmark, sample: &Sample) -> String {
    let [ours, baseline] = [sample.ours, sample.baseline].map(|value| benchmark.unit.format(value));
    format!("{ours} against {baseline}: {:.3}", sample.ratio())
}

fn sorted(mut numbers: Vec<f64>) -> Vec<f64> {
    numbers.sort_by(f64::total_cmp);
    numbers
}

/// Returns the median of sorted numbers.
fn median(numbers: &[f64]) -> f64 {
    let middle = numbers.len() / 2;
    match numbers.len() {
        0 => f64::NAN,
        count if count % 2 == 1 => numbers[middle],
        _ => f64::midpoint(numbers[middle - 1], numbers[middle]),
    }
}

/// Writes the line of a benchmark into the table of the file, keeps those of other benchmarks, and draws the chart.
///
/// # Errors
///
/// When the file cannot be read or written.
pub(crate) fn write(options: &Options, measured: &Measured) -> Result<()> {
    let path = options.out.display().to_string();
    let text = match options.out.exists() {
        true => fs::read_to_string(&options.out).with_context(|| path.clone())?,
        false => format!("{START}\n{END}\n"),
    };
    let (before, rest) =
        text.split_once(START).with_context(|| format!("{path} lacks `{START}`"))?;
    let (old, after) = rest.split_once(END).with_context(|| format!("{path} lacks `{END}`"))?;
    let mut lines: Vec<String> =
        old.lines().filter(|line| line.starts_with("| `")).map(str::to_owned).collect();
    let start = format!("| `{}` |", measured.benchmark.name);
    match lines.iter_mut().find(|line| line.starts_with(&start)) {
        Some(line) => *line = measured.line(),
        None => lines.push(measured.line()),
    }
    let table = format!("{HEAD}\n{}\n\nMeasured with {}.", lines.join("\n"), rustc()?);
    let text = format!("{before}{START}\n\n{table}\n\n{END}{after}");
    let chart = options.out.with_extension("svg");
    fs::write(&chart, chart::svg(&table)).with_context(|| chart.display().to_string())?;
    fs::write(&options.out, text).with_context(|| path)
}

fn rustc() -> Result<String> {
    let output = Command::new("rustc").arg("--version").output().context("starting rustc")?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
