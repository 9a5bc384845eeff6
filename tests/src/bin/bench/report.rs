//! From what was measured to lines of text, and to the part of `docs/performance.md` between two marks.

use std::fs;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::options::Options;
use crate::row::{Mark, Row, Sample, Unit};

const START: &str = "<!-- the table: cargo run --release -p airssys-bindings-tests --bin bench -->";
const END: &str = "<!-- the end of the table -->";

const HEAD: &str = "| row | what | against | ratio: median (least to most) | must reach | runs |\n\
                    |---|---|---|---|---|---|";

/// A row with what came of it.
pub(crate) struct Measured {
    pub(crate) row: Row,
    pub(crate) samples: Vec<Sample>,
}

impl Measured {
    /// The row of the table.
    pub(crate) fn line(&self) -> String {
        let Row { name, what, against, unit, mark, .. } = self.row;
        let of = |number: fn(&Sample) -> f64| sorted(self.samples.iter().map(number).collect());
        let (ours, theirs) = (of(|it| it.ours), of(|it| it.theirs));
        let ratios = of(|it| it.ratio());
        let (ours, theirs) = (median(&ours), median(&theirs));
        let ratio = median(&ratios);
        let spread = match (ratios.first(), ratios.last()) {
            (Some(least), Some(most)) => format!("{ratio:.2} ({least:.2} to {most:.2})"),
            _ => "not measured".to_owned(),
        };
        let (must, reached) = match mark {
            Mark::Ratio(most) => (format!("{most:.2}"), ratio <= most),
            Mark::Ours(most) => (unit.shown(most), ours <= most),
            Mark::More(most) => (format!("{most} more"), ours - theirs <= most),
            Mark::Same(within) => (format!("1.00 ± {within:.2}"), (ratio - 1.0).abs() <= within),
            Mark::None => ("–".to_owned(), true),
        };
        let short = if reached { "" } else { " **short**" };
        format!(
            "| `{name}` | {what}: {} | {against}: {} | {spread} | {must}{short} | {} |",
            unit.shown(ours),
            unit.shown(theirs),
            self.samples.len()
        )
    }
}

impl Unit {
    fn shown(self, number: f64) -> String {
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

/// One sample, in a line.
pub(crate) fn sample(row: &Row, sample: &Sample) -> String {
    let (ours, theirs) = (row.unit.shown(sample.ours), row.unit.shown(sample.theirs));
    format!("{ours} against {theirs}: {:.3}", sample.ratio())
}

fn sorted(mut numbers: Vec<f64>) -> Vec<f64> {
    numbers.sort_by(f64::total_cmp);
    numbers
}

/// The middle of sorted numbers.
fn median(numbers: &[f64]) -> f64 {
    let middle = numbers.len() / 2;
    match numbers.len() {
        0 => f64::NAN,
        count if count % 2 == 1 => numbers[middle],
        _ => f64::midpoint(numbers[middle - 1], numbers[middle]),
    }
}

/// Writes a row into the file. Others stay as they are.
///
/// # Errors
///
/// When the file cannot be read or written.
pub(crate) fn write(options: &Options, measured: &Measured) -> Result<()> {
    let shown = options.out.display().to_string();
    let text = match options.out.exists() {
        true => fs::read_to_string(&options.out).with_context(|| shown.clone())?,
        false => format!("{START}\n{END}\n"),
    };
    let (before, rest) =
        text.split_once(START).with_context(|| format!("{shown} lacks `{START}`"))?;
    let (old, after) = rest.split_once(END).with_context(|| format!("{shown} lacks `{END}`"))?;
    let mut lines: Vec<String> =
        old.lines().filter(|line| line.starts_with("| `")).map(str::to_owned).collect();
    let start = format!("| `{}` |", measured.row.name);
    match lines.iter_mut().find(|line| line.starts_with(&start)) {
        Some(line) => *line = measured.line(),
        None => lines.push(measured.line()),
    }
    let table = format!("{HEAD}\n{}\n\nMeasured with {}.", lines.join("\n"), rustc()?);
    let text = format!("{before}{START}\n\n{table}\n\n{END}{after}");
    fs::write(&options.out, text).with_context(|| shown)
}

fn rustc() -> Result<String> {
    let output = Command::new("rustc").arg("--version").output().context("starting rustc")?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}
