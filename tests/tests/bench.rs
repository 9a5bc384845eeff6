//! A smoke run of the bench. Targets are not checked.

use std::fs;
use std::process::Command;

use airssys_bindings_tests::paths;
use anyhow::{Context as _, Result, ensure};

#[test]
fn quick_benchmarks_run() -> Result<()> {
    let directory = paths::target("bench");
    fs::create_dir_all(&directory).context("creating a directory")?;
    let out = directory.join("smoke.md");
    if out.exists() {
        fs::remove_file(&out).context("deleting an old table")?;
    }
    let mut bench = Command::new(env!("CARGO_BIN_EXE_bench"));
    let output =
        bench.arg("--smoke").arg("--out").arg(&out).output().context("starting the bench")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let table = fs::read_to_string(&out).context("reading the table")?;
    for benchmark in ["crates", "expand-seven", "graph-10", "graph-1000", "graph-memory"] {
        let start = format!("| `{benchmark}` |");
        let line = table.lines().find(|line| line.starts_with(&start)).context(benchmark)?;
        let ratio = line.split('|').nth(4).and_then(|ratio| ratio.trim().split(' ').next());
        let ratio: f64 = ratio.context("no ratio")?.parse().with_context(|| line.to_owned())?;
        ensure!(ratio > 0.0 && ratio.is_finite(), "{line}");
    }
    Ok(())
}
