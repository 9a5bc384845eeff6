//! The bench still measures: a short run of its quick rows, none of which is judged here.

use std::fs;
use std::process::Command;

use airssys_bindings_tests::folders;
use anyhow::{Context as _, Result, ensure};

#[test]
fn the_quick_rows_of_the_bench_are_measured() -> Result<()> {
    let folder = folders::target("bench");
    fs::create_dir_all(&folder).context("making a folder")?;
    let out = folder.join("smoke.md");
    if out.exists() {
        fs::remove_file(&out).context("deleting an old table")?;
    }
    let mut bench = Command::new(env!("CARGO_BIN_EXE_bench"));
    let output = bench.arg("--smoke").arg("--out").arg(&out).output().context("starting it")?;
    ensure!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let table = fs::read_to_string(&out).context("reading the table")?;
    for row in ["crates", "expand-seven", "graph-10", "graph-1000", "graph-memory"] {
        let start = format!("| `{row}` |");
        let line = table.lines().find(|line| line.starts_with(&start)).context(row)?;
        let ratio = line.split('|').nth(4).and_then(|ratio| ratio.trim().split(' ').next());
        let ratio: f64 = ratio.context("a ratio")?.parse().with_context(|| line.to_owned())?;
        ensure!(ratio > 0.0 && ratio.is_finite(), "{line}");
    }
    Ok(())
}
