//! Arranges a graph in rows: each package is above its dependencies.

use super::graph::Graph;

/// Rows from top to bottom.
///
/// A row consists of points: packages, by their indices, and then the points at which arrows pass through a row.
#[derive(Debug, Default)]
pub(super) struct Layers {
    /// The number of points that are packages.
    pub(super) packages: usize,
    pub(super) rows: Vec<Vec<usize>>,
    /// The points of each arrow from top to bottom.
    pub(super) arrows: Vec<Vec<usize>>,
    /// The neighbours of each point in the row above, and in the row below.
    neighbours: [Vec<Vec<usize>>; 2],
    /// The position of each point in its row.
    position: Vec<usize>,
}

/// The row above or below.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Above,
    Below,
}

/// The number of passes that improve the order within the rows.
const SWEEPS: usize = 8;

impl Layers {
    /// Arranges the packages of `graph` in rows no wider than `max_width`, unless a single package is.
    pub(super) fn of(graph: &Graph, widths: &[i32], max_width: i32) -> Self {
        let heights = heights(graph);
        let top = heights.iter().max().map_or(0, |height| height + 1);
        let mut rows: Vec<Vec<usize>> = Vec::new();
        for height in (0..top).rev() {
            let row: Vec<usize> =
                (0..graph.len()).filter(|package| heights[*package] == height).collect();
            rows.extend(split(row, widths, max_width));
        }
        let mut layers = Self::with_arrows(graph, rows);
        layers.order();
        layers
    }

    fn with_arrows(graph: &Graph, rows: Vec<Vec<usize>>) -> Self {
        let row_of = |package| rows.iter().position(|row| row.contains(&package)).unwrap_or(0);
        let ends: Vec<(usize, usize)> = rows
            .iter()
            .flatten()
            .flat_map(|from| graph.uses(*from).map(|to| (*from, to)))
            .collect();
        let spans =
            ends.iter().map(|(from, to)| row_of(*from) + 1..row_of(*to)).collect::<Vec<_>>();
        let mut layers = Self { packages: graph.len(), rows, ..Self::default() };
        let mut points = graph.len();
        for ((from, to), span) in ends.into_iter().zip(spans) {
            let mut arrow = vec![from];
            for row in span {
                layers.rows[row].push(points);
                arrow.push(points);
                points += 1;
            }
            arrow.push(to);
            layers.arrows.push(arrow);
        }
        layers.neighbours = [vec![Vec::new(); points], vec![Vec::new(); points]];
        for pair in layers.arrows.iter().flat_map(|arrow| arrow.windows(2)) {
            layers.neighbours[0][pair[1]].push(pair[0]);
            layers.neighbours[1][pair[0]].push(pair[1]);
        }
        layers.position = vec![0; points];
        (0..layers.rows.len()).for_each(|row| layers.update_positions(row));
        layers
    }

    /// Updates the positions of the points in a row.
    fn update_positions(&mut self, row: usize) {
        for (at, point) in self.rows[row].iter().enumerate() {
            self.position[*point] = at;
        }
    }

    /// Returns the points in the row above or below that arrows connect with a point.
    pub(super) fn neighbours(&self, point: usize, side: Side) -> &[usize] {
        match side {
            Side::Above => &self.neighbours[0][point],
            Side::Below => &self.neighbours[1][point],
        }
    }

    /// Orders the points of each row such that few arrows cross.
    fn order(&mut self) {
        let mut best = (self.crossings(), self.rows.clone());
        for sweep in 0..SWEEPS {
            if best.0 == 0 {
                break;
            }
            match sweep % 2 {
                0 => (0..self.rows.len()).for_each(|row| self.sort_row(row, Side::Above)),
                _ => (0..self.rows.len()).rev().for_each(|row| self.sort_row(row, Side::Below)),
            }
            let crossings = self.crossings();
            if crossings < best.0 {
                best = (crossings, self.rows.clone());
            }
        }
        self.rows = best.1;
        (0..self.rows.len()).for_each(|row| self.update_positions(row));
    }

    /// Sorts a row by the mean position of the neighbours in the row above or below.
    fn sort_row(&mut self, row: usize, side: Side) {
        let mean = |point: &usize| {
            let neighbours = self.neighbours(*point, side);
            let sum: usize = neighbours.iter().map(|next| self.position[*next]).sum();
            // Integers in thousandths are precise enough: rows are short.
            match neighbours.len() {
                0 => self.position[*point] * 1000,
                count => sum * 1000 / count,
            }
        };
        let mut sorted = self.rows[row].clone();
        sorted.sort_by_key(mean);
        self.rows[row] = sorted;
        self.update_positions(row);
    }

    /// Returns the number of pairs of arrows that cross.
    fn crossings(&self) -> usize {
        let of_row = |row: &Vec<usize>| {
            let lines: Vec<(usize, usize)> = row
                .iter()
                .flat_map(|from| self.neighbours(*from, Side::Below).iter().map(|to| (*from, *to)))
                .map(|(from, to)| (self.position[from], self.position[to]))
                .collect();
            let pairs = lines.iter().enumerate();
            let crossing = |(at, (from, to)): (usize, &(usize, usize))| {
                lines[at + 1..].iter().filter(|other| from < &other.0 && to > &other.1).count()
            };
            pairs.map(crossing).sum::<usize>()
        };
        self.rows.iter().map(of_row).sum()
    }
}

/// Returns the row of each package, counted from the bottom.
///
/// A package is above all its dependencies, and as low as possible, or as high as possible if that shortens more arrows
/// than it lengthens.
fn heights(graph: &Graph) -> Vec<usize> {
    fn height(graph: &Graph, package: usize, known: &mut [Option<usize>]) -> usize {
        if let Some(height) = known[package] {
            return height;
        }
        let below = graph.uses(package).map(|used| height(graph, used, known) + 1).max();
        *known[package].insert(below.unwrap_or(0))
    }
    let mut known = vec![None; graph.len()];
    let mut heights: Vec<usize> =
        (0..graph.len()).map(|package| height(graph, package, &mut known)).collect();
    let mut from_top: Vec<usize> = (0..graph.len()).collect();
    from_top.sort_by_key(|package| std::cmp::Reverse(heights[*package]));
    for package in from_top {
        let users: Vec<usize> = graph.users(package).collect();
        let lowest = users.iter().map(|user| heights[*user]).min();
        if let Some(lowest) = lowest
            && users.len() > graph.uses(package).count()
        {
            heights[package] = lowest - 1;
        }
    }
    heights
}

/// Splits a row into rows no wider than `max_width`. Packages of one row do not depend on each other.
fn split(row: Vec<usize>, widths: &[i32], max_width: i32) -> Vec<Vec<usize>> {
    let mut rows = vec![Vec::new()];
    let mut width = 0;
    for package in row {
        if width > 0 && width + widths[package] > max_width {
            rows.push(Vec::new());
            width = 0;
        }
        width += widths[package];
        if let Some(last) = rows.last_mut() {
            last.push(package);
        }
    }
    rows
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(graph: &Graph, max_width: i32) -> Vec<Vec<usize>> {
        Layers::of(graph, &vec![100; graph.len()], max_width).rows
    }

    #[test]
    fn a_package_is_above_its_dependencies() {
        let graph = Graph::new(3, [(2, 1), (1, 0)]);
        assert_eq!(rows(&graph, 500), [[2], [1], [0]]);
    }

    #[test]
    fn a_wide_row_is_split() {
        let graph = Graph::new(5, []);
        let lengths: Vec<usize> = rows(&graph, 200).iter().map(Vec::len).collect();
        assert_eq!(lengths, [2, 2, 1]);
    }

    #[test]
    fn an_arrow_through_a_row_has_a_point_in_it() {
        let graph = Graph::new(5, [(0, 1), (1, 2), (2, 4), (0, 3), (3, 4)]);
        let layers = Layers::of(&graph, &[100; 5], 500);
        let points = layers.rows.iter().flatten();
        assert_eq!(points.filter(|point| **point >= 5).count(), 1);
        assert_eq!(layers.crossings(), 0);
    }

    #[test]
    fn avoidable_crossings_are_avoided() {
        let graph = Graph::new(6, [(0, 5), (1, 4), (2, 3)]);
        assert_eq!(Layers::of(&graph, &[100; 6], 500).crossings(), 0);
    }
}
