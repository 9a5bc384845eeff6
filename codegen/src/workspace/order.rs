//! From packages to an order in which each comes after those that it needs.

use crate::wit_parser::PackageName;

use super::{Parsed, Refusal};
use frontend::diagnostic::{Diagnostic, Location, PackageError};
use std::collections::BTreeMap;

/// How far the search has come with a package.
#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Waiting,
    /// Being looked at: found again, it closes a ring.
    Open,
    Done,
    /// It, or a package that it needs, is in a ring.
    Ringed,
}

/// The indices of the units, sorted; units in a ring, and those that need them, are left out.
///
/// `chosen` has the one unit of each name that counts.
pub(super) fn sort(
    parsed: &Parsed,
    chosen: BTreeMap<&PackageName, usize>,
) -> (Vec<usize>, Vec<Refusal>) {
    let units: Vec<usize> = chosen.values().copied().collect();
    let mut search = Search {
        parsed,
        by_name: chosen,
        state: vec![State::Waiting; parsed.units.len()],
        path: Vec::new(),
        order: Vec::new(),
        refused: Vec::new(),
    };
    for at in units {
        search.visit(at);
    }
    (search.order, search.refused)
}

struct Search<'a> {
    parsed: &'a Parsed,
    by_name: BTreeMap<&'a PackageName, usize>,
    state: Vec<State>,
    path: Vec<usize>,
    order: Vec<usize>,
    refused: Vec<Refusal>,
}

impl Search<'_> {
    fn visit(&mut self, at: usize) -> State {
        match self.state[at] {
            State::Waiting => {}
            State::Open => {
                self.ring(at);
                return State::Ringed;
            }
            state => return state,
        }
        self.state[at] = State::Open;
        self.path.push(at);
        let mut state = State::Done;
        for name in self.parsed.units[at].package.foreign_deps.keys() {
            if let Some(&needed) = self.by_name.get(name)
                && self.visit(needed) == State::Ringed
            {
                state = State::Ringed;
            }
        }
        self.path.pop();
        self.state[at] = state;
        if state == State::Done {
            self.order.push(at);
        }
        state
    }

    /// The packages from `at` to the end of the path need each other.
    fn ring(&mut self, at: usize) {
        let start = self.path.iter().position(|&other| other == at).unwrap_or_default();
        let names = self.path[start..]
            .iter()
            .chain([&at])
            .map(|&unit| self.parsed.units[unit].package.name.to_string())
            .collect::<Vec<_>>();
        let fault = PackageError::Cycle { cycle: names.join(" → ") };
        let help = "move what they share to a package that needs none of them";
        let diagnostic = Diagnostic::new(fault, Location::Call).with_help(help);
        self.refused.push(Refusal { folder: self.parsed.units[at].folder, diagnostic });
    }
}
