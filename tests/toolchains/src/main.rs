//! Finds or installs what the tests need: a Rust toolchain that can build for wasm32, and a rust-analyzer.

use std::fmt::Display;

use airssys_bindings_toolchains::analyzer::Analyzer;
use airssys_bindings_toolchains::progress::Progress;
use airssys_bindings_toolchains::toolchain::Toolchain;
use anyhow::Result;

fn main() -> Result<()> {
    set_up("a Rust toolchain that can build for wasm32", Toolchain::set_up)?;
    // Without one, only the tests that need it fail.
    if let Err(error) = set_up("a rust-analyzer", Analyzer::set_up) {
        println!("    {error:#}");
    }
    Ok(())
}

fn set_up<T: Display>(
    what: &str,
    find_or_install: impl FnOnce(&mut dyn FnMut(&str)) -> Result<T>,
) -> Result<()> {
    let mut progress = Progress::start(&format!("looking for {what}"));
    let found = find_or_install(&mut |line| progress.step(line))?;
    progress.end(&found.to_string());
    Ok(())
}
