//! From the arguments of the program to what it is to do.

use std::env;
use std::path::PathBuf;

use airssys_bindings_tests::folders;
use anyhow::{Context as _, Result, bail};

/// What to measure, and how.
pub(crate) struct Options {
    /// How often each row is measured.
    pub(crate) runs: usize,
    /// The rows to measure; none is the same as all.
    pub(crate) rows: Vec<String>,
    /// Whether to take small inputs, and rows that are quick.
    pub(crate) smoke: bool,
    /// The file that gets the table.
    pub(crate) out: PathBuf,
}

impl Options {
    pub(crate) fn parse() -> Result<Self> {
        let out = folders::workspace().join("docs/performance.md");
        let mut options = Self { runs: 10, rows: Vec::new(), smoke: false, out };
        let mut arguments = env::args().skip(1);
        while let Some(argument) = arguments.next() {
            let mut value =
                || arguments.next().with_context(|| format!("`{argument}` needs a value"));
            match argument.as_str() {
                "--runs" => options.runs = value()?.parse().context("`--runs` takes a number")?,
                "--row" => options.rows.push(value()?),
                "--out" => options.out = value()?.into(),
                "--smoke" => (options.smoke, options.runs) = (true, 1),
                _ => bail!(
                    "there are `--runs N`, `--row NAME`, `--smoke` and `--out FILE`, not `{argument}`"
                ),
            }
        }
        Ok(options)
    }

    /// A folder of the bench's own, in the target folder.
    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        folders::target("bench").join(name)
    }
}
