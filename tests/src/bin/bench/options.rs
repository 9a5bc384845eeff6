//! Parses the command line.

use std::env;
use std::path::PathBuf;

use airssys_bindings_tests::paths;
use anyhow::{Context as _, Result, bail};

/// The command-line options.
pub(crate) struct Options {
    /// The number of runs of each benchmark.
    pub(crate) runs: usize,
    /// The names of the benchmarks to run; all if empty.
    pub(crate) benchmarks: Vec<String>,
    /// `true` to run only quick benchmarks on small inputs.
    pub(crate) smoke: bool,
    /// The file that the table is written to.
    pub(crate) out: PathBuf,
}

impl Options {
    pub(crate) fn parse() -> Result<Self> {
        let out = paths::workspace().join("docs/performance.md");
        let mut options = Self { runs: 10, benchmarks: Vec::new(), smoke: false, out };
        let mut arguments = env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value =
                || arguments.next().with_context(|| format!("`{argument}` needs a value"));
            match argument.as_str() {
                "--runs" => options.runs = value()?.parse().context("`--runs` takes a number")?,
                "--row" => options.benchmarks.push(value()?),
                "--out" => options.out = value()?.into(),
                "--smoke" => (options.smoke, options.runs) = (true, 1),
                _ => bail!(
                    "unknown argument `{argument}`; the options are `--runs N`, `--row NAME`, `--smoke` and `--out FILE`"
                ),
            }
        }
        Ok(options)
    }

    /// Returns a directory for this program in the target directory.
    pub(crate) fn directory(&self, name: &str) -> PathBuf {
        paths::target("bench").join(name)
    }
}
