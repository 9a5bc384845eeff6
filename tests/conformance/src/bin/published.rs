//! Compiles every WIT directory of the packages in `tests/published` on both sides, and writes
//! `expected/published.toml` and the report. With names of packages, it does so for these, and keeps the results of others.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::time::Duration;

use airssys_bindings_conformance::published::{self, Case, Failure, Root, Table};
use airssys_bindings_conformance::report;
use anyhow::{Context as _, Result, bail};

/// The time for each call of a large directory.
const LIMIT: Duration = Duration::from_secs(60);

fn main() -> Result<()> {
    let names: Vec<_> = env::args().skip(1).collect();
    let mut roots = published::roots()?;
    if let Some(("--expand", call)) = names.split_first().map(|(first, rest)| (&**first, rest)) {
        return expand(&roots, call);
    }
    roots
        .retain(|root| names.is_empty() || names.iter().any(|name| root.package.starts_with(name)));
    let cases: Vec<_> = roots.iter().flat_map(published::cases).collect();
    let (large, others): (Vec<_>, Vec<_>) =
        cases.iter().cloned().partition(|case| case.root.is_large());
    let mut failures = published::expand(&others);
    for case in large {
        let failure = published::expand_with_limit(&case, LIMIT)?;
        failures.extend(failure.map(|failure| (case, failure)));
    }
    for (case, Failure { code, message }) in &failures {
        eprintln!("{case}: {code} {}", message.lines().next().unwrap_or_default());
    }
    eprintln!("{} of {} calls do not expand", failures.len(), cases.len());
    let expanded: Vec<_> =
        cases.iter().filter(|case| !failures.contains_key(case)).cloned().collect();
    failures.extend(published::compile(&expanded)?);
    let failing = failures.iter().filter(|(_, failure)| !failure.is_limit());
    let failing: Vec<_> = failing.map(|(case, _)| case.clone()).collect();
    let upstream = published::upstream(&failing)?;
    print(&failures, &upstream);
    let mut table = Table::of(&roots, &cases, &failures, &upstream);
    if !names.is_empty() {
        table.merge(Table::read()?);
    }
    table.write()?;
    fs::write(report::path(), report::render()?)?;
    Ok(())
}

/// Expands one call, for [`published::expand_with_limit`].
fn expand(roots: &[Root], call: &[String]) -> Result<()> {
    let [package, path, side, world @ ..] = call else { bail!("not a call: {call:?}") };
    let root = roots.iter().find(|root| root.package == *package && root.path == *path);
    let root = root.context("no such directory")?.clone();
    let case = Case { root, host: side == "host", world: world.first().cloned() };
    let failure = published::failure(&case);
    failure.map_or(Ok(()), |failure| bail!("{}", failure.message))
}

fn print(failures: &BTreeMap<Case, Failure>, upstream: &BTreeMap<Case, Failure>) {
    for (case, failure) in failures {
        let upstream = upstream.get(case).map_or("compiles", |failure| &failure.message);
        println!("== {case}: {}\n{}\nupstream: {upstream}\n", failure.code, failure.message);
    }
}
