//! Writes `docs/conformance.md` from the tables in `expected/`.

use std::fs;

use airssys_bindings_conformance::report;
use anyhow::{Context as _, Result};

fn main() -> Result<()> {
    let path = report::path();
    fs::write(&path, report::render()?).with_context(|| path.display().to_string())?;
    println!("{}", path.display());
    Ok(())
}
