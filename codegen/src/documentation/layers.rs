//! From a graph to rows: who uses another package stands above it.

use super::graph::Graph;

/// Rows from top to bottom. What stands in them is a point: first the packages, by their numbers, and then the
/// places at which arrows pass a row.
#[derive(Debug, Default)]
pub(super) struct Layers {
    /// How many points are packages.
    pub(super) packages: usize,
    pub(super) rows: Vec<Vec<usize>>,
    /// Each arrow from top to bottom: the points that it goes through.
    pub(super) arrows: Vec<Vec<usize>>,
    /// For each point, those in the row above to which arrows lead, and those in the row below.
    next: [Vec<Vec<usize>>; 2],
    /// Where in its row each point is.
    position: Vec<usize>,
}

/// A direction to look in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Above,
    Below,
}

/// How often the order within the rows is improved.
const SWEEPS: usize = 8;

impl Layers {
    /// Puts the packages of `graph` into rows that are no wider than `widest`, as far as that can be.
    pub(super) fn of(graph: &Graph, widths: &[i32], widest: i32) -> Self {
        let heights = heights(graph);
        let top = heights.iter().max().map_or(0, |height| height + 1);
        let mut rows: Vec<Vec<usize>> = Vec::new();
        for height in (0..top).rev() {
            let row: Vec<usize> =
                (0..graph.len()).filter(|package| heights[*package] == height).collect();
            rows.extend(split(row, widths, widest));
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
        layers.next = [vec![Vec::new(); points], vec![Vec::new(); points]];
        for pair in layers.arrows.iter().flat_map(|arrow| arrow.windows(2)) {
            layers.next[0][pair[1]].push(pair[0]);
            layers.next[1][pair[0]].push(pair[1]);
        }
        layers.position = vec![0; points];
        (0..layers.rows.len()).for_each(|row| layers.number(row));
        layers
    }

    /// Notes where the points of a row are.
    fn number(&mut self, row: usize) {
        for (at, point) in self.rows[row].iter().enumerate() {
            self.position[*point] = at;
        }
    }

    /// The points in the next row to which arrows lead from a point.
    pub(super) fn next(&self, point: usize, side: Side) -> &[usize] {
        match side {
            Side::Above => &self.next[0][point],
            Side::Below => &self.next[1][point],
        }
    }

    /// Orders the rows such that few arrows cross.
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
        (0..self.rows.len()).for_each(|row| self.number(row));
    }

    /// Sorts a row by where the neighbours stand in the row above or below it.
    fn sort_row(&mut self, row: usize, side: Side) {
        let mean = |point: &usize| {
            let next = self.next(*point, side);
            let sum: usize = next.iter().map(|next| self.position[*next]).sum();
            // Thousandths compare well enough: rows are short.
            match next.len() {
                0 => self.position[*point] * 1000,
                count => sum * 1000 / count,
            }
        };
        let mut sorted = self.rows[row].clone();
        sorted.sort_by_key(mean);
        self.rows[row] = sorted;
        self.number(row);
    }

    /// How many pairs of arrows cross.
    fn crossings(&self) -> usize {
        let of_row = |row: &Vec<usize>| {
            let lines: Vec<(usize, usize)> = row
                .iter()
                .flat_map(|from| self.next(*from, Side::Below).iter().map(|to| (*from, *to)))
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

/// How far above the bottom each package stands: above all that it uses, and no higher than it must, unless
/// that makes more arrows short than long.
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

/// A row as rows that are not too wide. Nothing in a row uses anything else in it.
fn split(row: Vec<usize>, widths: &[i32], widest: i32) -> Vec<Vec<usize>> {
    let mut rows = vec![Vec::new()];
    let mut width = 0;
    for package in row {
        if width > 0 && width + widths[package] > widest {
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

    fn rows(graph: &Graph, widest: i32) -> Vec<Vec<usize>> {
        Layers::of(graph, &vec![100; graph.len()], widest).rows
    }

    #[test]
    fn who_uses_a_package_stands_above_it() {
        let graph = Graph::new(3, [(2, 1), (1, 0)]);
        assert_eq!(rows(&graph, 500), [[2], [1], [0]]);
    }

    #[test]
    fn a_row_is_no_wider_than_it_may_be() {
        let graph = Graph::new(5, []);
        let lengths: Vec<usize> = rows(&graph, 200).iter().map(Vec::len).collect();
        assert_eq!(lengths, [2, 2, 1]);
    }

    #[test]
    fn an_arrow_over_a_row_has_a_place_in_it() {
        let graph = Graph::new(5, [(0, 1), (1, 2), (2, 4), (0, 3), (3, 4)]);
        let layers = Layers::of(&graph, &[100; 5], 500);
        let points = layers.rows.iter().flatten();
        assert_eq!(points.filter(|point| **point >= 5).count(), 1);
        assert_eq!(layers.crossings(), 0);
    }

    #[test]
    fn arrows_that_need_not_cross_do_not() {
        let graph = Graph::new(6, [(0, 5), (1, 4), (2, 3)]);
        assert_eq!(Layers::of(&graph, &[100; 6], 500).crossings(), 0);
    }
}
