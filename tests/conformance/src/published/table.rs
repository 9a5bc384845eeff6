//! The results, as in `expected/published.toml`.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::Result;
use serde::{Deserialize, Serialize};

use super::{Case, Failure, Root};
use crate::expected;

const PATH: &str = "expected/published.toml";

const HEAD: &str = "# Written by `cargo run -p airssys-bindings-conformance --bin published`.\n\n";

/// `expected/published.toml`.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Table {
    /// The calls that fail.
    #[serde(default)]
    pub exceptions: Vec<Exception>,
    /// The numbers of calls.
    #[serde(default)]
    pub rows: Vec<Row>,
}

/// The roots in a package that the report counts together.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Row {
    /// The name and version of the package.
    pub package: String,
    /// The path of the root, or of a directory of tests.
    pub path: String,
    /// The number of roots.
    pub roots: usize,
    /// The number of roots that `wit-parser` accepts.
    pub valid: usize,
    /// The numbers for guests.
    pub guest: Calls,
    /// The numbers for hosts.
    pub host: Calls,
}

/// The results of one side.
#[derive(Clone, Copy, Debug, Default, Deserialize, Serialize)]
pub struct Calls {
    /// The number of whole directories.
    pub directories: usize,
    /// The number of those that compile.
    pub directories_compile: usize,
    /// The number of worlds.
    pub worlds: usize,
    /// The number of those that compile alone.
    pub worlds_compile: usize,
}

/// A call that fails.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Exception {
    /// The name and version of the package.
    pub package: String,
    /// The path of the root.
    pub path: String,
    /// `guest` or `host`.
    pub side: String,
    /// The only world to bind. Everything if there is none.
    pub world: Option<String>,
    /// The code of the error.
    pub code: String,
    /// The error of the original macro. `None` if it compiles.
    pub upstream: Option<String>,
}

impl Table {
    /// Reads the table.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn read() -> Result<Self> {
        expected::read(PATH)
    }

    /// Writes the table.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn write(&self) -> Result<()> {
        expected::write(PATH, &(HEAD.to_owned() + &toml::to_string(self)?))
    }

    /// Adds the results of the packages of another table that this one does not have.
    pub fn merge(&mut self, other: Self) {
        let packages: BTreeSet<_> = self.rows.iter().map(|row| row.package.clone()).collect();
        let Self { rows, exceptions } = other;
        self.rows.extend(rows.into_iter().filter(|row| !packages.contains(&row.package)));
        let others = exceptions.into_iter().filter(|it| !packages.contains(&it.package));
        self.exceptions.extend(others);
        self.rows.sort_by(|one, other| one.key().cmp(&other.key()));
        self.exceptions.sort_by(|one, other| one.key().cmp(&other.key()));
    }

    /// Counts the results of calls, and lists those that fail, with the failures of the original macros.
    #[must_use]
    pub fn of(
        roots: &[Root],
        cases: &[Case],
        failures: &BTreeMap<Case, Failure>,
        upstream: &BTreeMap<Case, Failure>,
    ) -> Self {
        let mut rows: BTreeMap<_, Row> = BTreeMap::new();
        let key = |root: &Root| (root.package.clone(), group(&root.path).to_owned());
        for root in roots {
            let row = rows.entry(key(root)).or_default();
            (row.package, row.path) = key(root);
            row.roots += 1;
            row.valid += usize::from(cases.iter().any(|case| case.root == *root));
        }
        for case in cases {
            let row = rows.entry(key(&case.root)).or_default();
            let calls = if case.host { &mut row.host } else { &mut row.guest };
            let compiles = usize::from(!failures.contains_key(case));
            if case.world.is_some() {
                calls.worlds += 1;
                calls.worlds_compile += compiles;
            } else {
                calls.directories += 1;
                calls.directories_compile += compiles;
            }
        }
        let exceptions = failures.iter().map(|(case, failure)| Exception {
            package: case.root.package.clone(),
            path: case.root.path.clone(),
            side: case.side_name().to_owned(),
            world: case.world.clone(),
            code: failure.code.clone(),
            upstream: upstream.get(case).map(Failure::summary),
        });
        Self { exceptions: exceptions.collect(), rows: rows.into_values().collect() }
    }
}

/// Returns the row of a root: its own, or that of a directory of tests.
fn group(path: &str) -> &str {
    if !path.starts_with("tests/") {
        return path;
    }
    let mut slashes = path.match_indices('/').map(|(index, _)| index);
    slashes.nth(1).map_or(path, |end| &path[..end])
}

impl Row {
    fn key(&self) -> (&str, &str) {
        (&self.package, &self.path)
    }

    /// `true` if the row counts the call of the exception.
    #[must_use]
    pub fn counts(&self, exception: &Exception) -> bool {
        self.package == exception.package && self.path == group(&exception.path)
    }
}

impl Exception {
    fn key(&self) -> (&str, &str, &str, &Option<String>) {
        (&self.package, &self.path, &self.side, &self.world)
    }

    /// `true` if the exception is about the call.
    #[must_use]
    pub fn is_about(&self, case: &Case) -> bool {
        let root = &case.root;
        self.package == root.package
            && self.path == root.path
            && self.side == case.side_name()
            && self.world == case.world
    }

    /// `true` if our generator reports the error, which needs no rustc to be seen.
    #[must_use]
    pub fn is_reported(&self) -> bool {
        self.code.starts_with("AB")
    }
}

impl Failure {
    /// Returns the first line of the error, without paths of this machine.
    fn summary(&self) -> String {
        let line = self.message.lines().next().unwrap_or_default();
        let words = line.split(' ').map(|word| {
            let quote = word.starts_with(['`', '"', '\'']);
            let path = word.trim_matches(['`', '"', '\'', ':', ',']);
            let is_absolute = path.starts_with('/') && path[1..].contains('/');
            let name = path.rsplit('/').next().unwrap_or_default();
            match (is_absolute, quote) {
                (true, true) => format!("`{name}`"),
                (true, false) => name.to_owned(),
                (false, _) => word.to_owned(),
            }
        });
        words.collect::<Vec<_>>().join(" ")
    }
}
