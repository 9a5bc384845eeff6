//! Sorts packages such that each comes after its dependencies, and reports dependency cycles.

use crate::wit_parser::PackageName;

use super::{Parsed, RejectedFolder};
use frontend::diagnostic::{Diagnostic, Location, PackageError};
use std::collections::BTreeMap;

/// The state of a package in the depth-first search.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Unvisited,
    /// The package is on the current path; a second visit closes a cycle.
    InProgress,
    Done,
    /// The package or one of its dependencies is in a cycle.
    Cyclic,
}

/// Returns the indices of the units in dependency order, and an error for each cycle.
///
/// Units in a cycle, and units that depend on one, are left out. `selected` holds the one unit of each package.
pub(super) fn of(
    parsed: &Parsed,
    selected: &BTreeMap<&PackageName, usize>,
) -> (Vec<usize>, Vec<RejectedFolder>) {
    let mut search = Search {
        parsed,
        by_name: selected,
        states: vec![State::Unvisited; parsed.units.len()],
        path: Vec::new(),
        order: Vec::new(),
        rejected: Vec::new(),
    };
    for &unit in selected.values() {
        search.visit(unit);
    }
    (search.order, search.rejected)
}

struct Search<'a> {
    parsed: &'a Parsed,
    by_name: &'a BTreeMap<&'a PackageName, usize>,
    states: Vec<State>,
    path: Vec<usize>,
    order: Vec<usize>,
    rejected: Vec<RejectedFolder>,
}

impl Search<'_> {
    fn visit(&mut self, unit: usize) -> State {
        match self.states[unit] {
            State::Unvisited => {}
            State::InProgress => {
                self.report_cycle(unit);
                return State::Cyclic;
            }
            state @ (State::Done | State::Cyclic) => return state,
        }
        self.states[unit] = State::InProgress;
        self.path.push(unit);
        let mut state = State::Done;
        for name in self.parsed.units[unit].package.foreign_deps.keys() {
            if let Some(&dependency) = self.by_name.get(name)
                && self.visit(dependency) == State::Cyclic
            {
                state = State::Cyclic;
            }
        }
        self.path.pop();
        self.states[unit] = state;
        if state == State::Done {
            self.order.push(unit);
        }
        state
    }

    /// Reports the cycle from `unit` to the end of the current path.
    fn report_cycle(&mut self, unit: usize) {
        let start = self.path.iter().position(|&other| other == unit).unwrap_or_default();
        let cycle = self.path[start..].iter().chain([&unit]);
        let name = |&unit: &usize| self.parsed.units[unit].package.name.to_string();
        let names: Vec<_> = cycle.map(name).collect();
        let error = PackageError::Cycle { cycle: names.join(" → ") };
        let help = "move the shared types into a package that depends on none of them";
        let diagnostic = Diagnostic::new(error, Location::Call).with_help(help);
        let folder = self.parsed.units[unit].folder;
        self.rejected.push(RejectedFolder { folder, diagnostic });
    }
}
