//! From packages and what they use to the arrows of a drawing: those that follow from others are left out.

use std::collections::BTreeSet;

/// Which package uses which, by their numbers.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Graph {
    /// For each package, those that it uses.
    uses: Vec<BTreeSet<usize>>,
}

impl Graph {
    /// A graph of `count` packages. Arrows from a package to itself count for nothing.
    pub(super) fn new(count: usize, arrows: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut uses = vec![BTreeSet::new(); count];
        for (from, to) in arrows {
            if from != to {
                uses[from].insert(to);
            }
        }
        Self { uses }
    }

    /// What a package uses.
    pub(super) fn uses(&self, package: usize) -> impl Iterator<Item = usize> + '_ {
        self.uses[package].iter().copied()
    }

    /// Who uses a package.
    pub(super) fn users(&self, package: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.uses.len()).filter(move |user| self.uses[*user].contains(&package))
    }

    /// The packages, and all that they use, however far.
    pub(super) fn closure(&self, packages: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let mut open: Vec<usize> = packages.into_iter().collect();
        while let Some(package) = open.pop() {
            if found.insert(package) {
                open.extend(self.uses(package));
            }
        }
        found
    }

    /// For each package, whether it is this one or something that it uses, however far.
    fn reach(&self, package: usize) -> Vec<bool> {
        let mut reached = vec![false; self.uses.len()];
        let mut open = vec![package];
        while let Some(package) = open.pop() {
            if !std::mem::replace(&mut reached[package], true) {
                open.extend(self.uses(package));
            }
        }
        reached
    }

    /// The graph without the arrows that others, one after the other, stand for.
    pub(super) fn reduced(&self) -> Self {
        let reach: Vec<Vec<bool>> = (0..self.uses.len()).map(|from| self.reach(from)).collect();
        let is_needed =
            |from: usize, to: usize| !self.uses(from).any(|other| other != to && reach[other][to]);
        let uses = (0..self.uses.len())
            .map(|from| self.uses(from).filter(|to| is_needed(from, *to)).collect());
        Self { uses: uses.collect() }
    }

    /// The part of the graph that `packages` have among themselves, numbered as they come.
    pub(super) fn among(&self, packages: &[usize]) -> Self {
        let position = |package| packages.iter().position(|other| *other == package);
        let uses = packages.iter().map(|from| self.uses(*from).filter_map(position).collect());
        Self { uses: uses.collect() }
    }

    /// How many packages there are.
    pub(super) fn len(&self) -> usize {
        self.uses.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrow_that_follows_from_others_is_left_out() {
        let graph = Graph::new(4, [(0, 1), (1, 2), (0, 2), (2, 3), (0, 3), (1, 1)]).reduced();
        let arrows: Vec<_> =
            (0..4).flat_map(|from| graph.uses(from).map(move |to| (from, to))).collect();
        assert_eq!(arrows, [(0, 1), (1, 2), (2, 3)]);
    }

    #[test]
    fn a_part_of_a_graph_has_its_arrows_and_no_others() {
        let graph = Graph::new(4, [(3, 1), (3, 0), (1, 0), (2, 3)]).among(&[1, 3]);
        assert_eq!(graph.len(), 2);
        assert_eq!(graph.uses(1).collect::<Vec<_>>(), [0]);
        assert_eq!(graph.users(0).collect::<Vec<_>>(), [1]);
    }
}
