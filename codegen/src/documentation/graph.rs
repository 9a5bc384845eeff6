//! The dependencies between packages, and the arrows of a drawing: those that others imply are omitted.

use std::collections::BTreeSet;

/// The dependencies of packages, by their indices.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Graph {
    /// The dependencies of each package.
    uses: Vec<BTreeSet<usize>>,
}

impl Graph {
    /// Returns a graph of `count` packages. Arrows from a package to itself are ignored.
    pub(super) fn new(count: usize, arrows: impl IntoIterator<Item = (usize, usize)>) -> Self {
        let mut uses = vec![BTreeSet::new(); count];
        for (from, to) in arrows {
            if from != to {
                uses[from].insert(to);
            }
        }
        Self { uses }
    }

    /// Returns the dependencies of a package.
    pub(super) fn uses(&self, package: usize) -> impl Iterator<Item = usize> + '_ {
        self.uses[package].iter().copied()
    }

    /// Returns the packages that depend on a package.
    pub(super) fn users(&self, package: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.uses.len()).filter(move |user| self.uses[*user].contains(&package))
    }

    /// Returns packages and their transitive dependencies.
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

    /// Returns for each package whether it is `package` or one of its transitive dependencies.
    fn reachable(&self, package: usize) -> Vec<bool> {
        let mut reached = vec![false; self.uses.len()];
        let mut open = vec![package];
        while let Some(package) = open.pop() {
            if !std::mem::replace(&mut reached[package], true) {
                open.extend(self.uses(package));
            }
        }
        reached
    }

    /// Returns the transitive reduction: the graph without the arrows that a path of others implies.
    pub(super) fn reduced(&self) -> Self {
        let reach: Vec<Vec<bool>> = (0..self.uses.len()).map(|from| self.reachable(from)).collect();
        let is_needed =
            |from: usize, to: usize| !self.uses(from).any(|other| other != to && reach[other][to]);
        let uses = (0..self.uses.len())
            .map(|from| self.uses(from).filter(|to| is_needed(from, *to)).collect());
        Self { uses: uses.collect() }
    }

    /// Returns the graph of `packages` only, with their positions as indices.
    pub(super) fn subgraph(&self, packages: &[usize]) -> Self {
        let position = |package| packages.iter().position(|other| *other == package);
        let uses = packages.iter().map(|from| self.uses(*from).filter_map(position).collect());
        Self { uses: uses.collect() }
    }

    /// Returns the number of packages.
    pub(super) fn len(&self) -> usize {
        self.uses.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_arrow_that_others_imply_is_omitted() {
        let graph = Graph::new(4, [(0, 1), (1, 2), (0, 2), (2, 3), (0, 3), (1, 1)]).reduced();
        let arrows: Vec<_> =
            (0..4).flat_map(|from| graph.uses(from).map(move |to| (from, to))).collect();
        assert_eq!(arrows, [(0, 1), (1, 2), (2, 3)]);
    }

    #[test]
    fn a_subgraph_has_the_arrows_between_its_packages() {
        let graph = Graph::new(4, [(3, 1), (3, 0), (1, 0), (2, 3)]).subgraph(&[1, 3]);
        assert_eq!(graph.len(), 2);
        assert_eq!(graph.uses(1).collect::<Vec<_>>(), [0]);
        assert_eq!(graph.users(0).collect::<Vec<_>>(), [1]);
    }
}
