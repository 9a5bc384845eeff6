//! Checks published crates with only the macro call replaced, and prints a table: all of them, or those that are named.

use std::env;

use airssys_bindings_conformance::migration::{self, CRATES};
use anyhow::{Result, ensure};

fn main() -> Result<()> {
    let names: Vec<_> = env::args().skip(1).collect();
    let crates =
        CRATES.iter().filter(|each| names.is_empty() || names.iter().any(|name| name == each.name));
    let crates: Vec<_> = crates.copied().collect();
    let outcomes = migration::check(&crates)?;
    for (name, outcome) in &outcomes {
        for error in &outcome.errors {
            eprintln!("{name}: {error}");
        }
    }
    println!("| crate | calls | result |\n|---|---|---|");
    for (name, outcome) in &outcomes {
        let result = match (outcome.compiles, outcome.errors.len()) {
            (true, _) => "compiles".to_owned(),
            (false, 0) => "is not compiled: a dependency fails".to_owned(),
            (false, errors) => format!("{errors} errors"),
        };
        println!("| {name} | {} | {result} |", outcome.calls);
    }
    ensure!(outcomes.values().all(|outcome| outcome.compiles), "not all crates compile");
    Ok(())
}
