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

/// A unit whose dependencies are being visited.
struct Step<'a> {
    unit: usize,
    /// The state as far as it follows from the dependencies so far.
    state: State,
    /// The dependencies that are left.
    dependencies: Box<dyn Iterator<Item = &'a PackageName> + 'a>,
}

struct Search<'a> {
    parsed: &'a Parsed,
    by_name: &'a BTreeMap<&'a PackageName, usize>,
    states: Vec<State>,
    /// The units that are being visited, each a dependency of the one before.
    path: Vec<Step<'a>>,
    order: Vec<usize>,
    rejected: Vec<RejectedFolder>,
}

impl<'a> Search<'a> {
    /// Visits a unit after all of its dependencies. A chain of them may be longer than the stack of a thread allows.
    fn visit(&mut self, unit: usize) {
        if self.states[unit] != State::Unvisited {
            return;
        }
        self.enter(unit);
        while let Some(step) = self.path.last_mut() {
            let (unit, state) = (step.unit, step.state);
            let Some(name) = step.dependencies.next() else {
                self.path.pop();
                self.states[unit] = state;
                if state == State::Done {
                    self.order.push(unit);
                }
                self.leave(state);
                continue;
            };
            let Some(&dependency) = self.by_name.get(name) else { continue };
            match self.states[dependency] {
                State::Unvisited => self.enter(dependency),
                State::InProgress => {
                    self.report_cycle(dependency);
                    self.leave(State::Cyclic);
                }
                state => self.leave(state),
            }
        }
    }

    fn enter(&mut self, unit: usize) {
        self.states[unit] = State::InProgress;
        let dependencies = self.parsed.units[unit].package.foreign_deps.keys();
        self.path.push(Step { unit, state: State::Done, dependencies: Box::new(dependencies) });
    }

    /// Notes the state of a dependency of the last unit on the path.
    fn leave(&mut self, dependency: State) {
        if let (State::Cyclic, Some(step)) = (dependency, self.path.last_mut()) {
            step.state = State::Cyclic;
        }
    }

    /// Reports the cycle from `unit` to the end of the current path.
    fn report_cycle(&mut self, unit: usize) {
        let path = self.path.iter().map(|step| step.unit);
        let cycle = path.skip_while(|other| *other != unit).chain([unit]);
        let name = |unit: usize| self.parsed.units[unit].package.name.to_string();
        let names: Vec<_> = cycle.map(name).collect();
        let error = PackageError::Cycle { cycle: names.join(" → ") };
        let help = "move the shared types into a package that depends on none of them";
        let diagnostic = Diagnostic::new(error, Location::Call).with_help(help);
        let folder = self.parsed.units[unit].folder;
        self.rejected.push(RejectedFolder { folder, diagnostic });
    }
}
