//! Computes the coordinates of packages and arrows from their rows.

use super::layers::{Layers, Side};

/// The height of a box.
pub(super) const BOX: i32 = 46;
/// The space between two rows.
const BETWEEN_ROWS: i32 = 44;
/// The space between two boxes of a row.
pub(super) const BETWEEN_BOXES: i32 = 24;
/// The margin of the drawing.
const MARGIN: i32 = 4;
/// The width of a point at which an arrow passes through a row.
const PASSING: i32 = 12;
/// The space between the ends of two arrows at one box.
const BETWEEN_ENDS: i32 = 14;
/// The number of passes that move points towards their neighbours.
const SWEEPS: usize = 8;

/// Boxes and arrows, in pixels.
#[derive(Debug)]
pub(super) struct Layout {
    pub(super) width: i32,
    pub(super) height: i32,
    /// The upper left corner of each package.
    pub(super) boxes: Vec<(i32, i32)>,
    /// The points of each arrow from top to bottom. Each pair is the start and end of a curve.
    pub(super) arrows: Vec<Vec<(i32, i32)>>,
}

impl Layout {
    /// Places the packages of `layers`, whose boxes have these widths.
    pub(super) fn of(layers: &Layers, widths: &[i32]) -> Self {
        let passing: usize = layers.rows.iter().map(Vec::len).sum::<usize>() - layers.packages;
        let mut widths = widths.to_vec();
        widths.extend(std::iter::repeat_n(PASSING, passing));
        let centers = centers(layers, &widths);
        let mut boxes = vec![(0, 0); layers.packages];
        let mut width = 0;
        for (row, points) in layers.rows.iter().enumerate() {
            for point in points {
                width = width.max(centers[*point] + widths[*point] / 2 + MARGIN);
                if let Some(corner) = boxes.get_mut(*point) {
                    *corner = (centers[*point] - widths[*point] / 2, top(row));
                }
            }
        }
        let height = top(layers.rows.len()) - BETWEEN_ROWS + MARGIN;
        let arrows = arrows(layers, &centers, &widths);
        Self { width, height, boxes, arrows }
    }
}

/// Returns the y coordinate of a row's upper edge.
fn top(row: usize) -> i32 {
    MARGIN + i32::try_from(row).unwrap_or(0) * (BOX + BETWEEN_ROWS)
}

/// Returns the x coordinate of each point's center.
fn centers(layers: &Layers, widths: &[i32]) -> Vec<i32> {
    let mut centers = vec![0; widths.len()];
    for row in &layers.rows {
        separate(row, widths, &mut centers);
    }
    let towards = |centers: &mut Vec<i32>, row: &[usize], side| {
        let wanted: Vec<i32> = row
            .iter()
            .map(|point| {
                let neighbours = layers.neighbours(*point, side);
                let sum: i32 = neighbours.iter().map(|point| centers[*point]).sum();
                match i32::try_from(neighbours.len()) {
                    Ok(0) | Err(_) => centers[*point],
                    Ok(count) => sum / count,
                }
            })
            .collect();
        row.iter().zip(wanted).for_each(|(point, wanted)| centers[*point] = wanted);
        separate(row, widths, centers);
    };
    for _ in 0..SWEEPS {
        layers.rows.iter().for_each(|row| towards(&mut centers, row, Side::Above));
        layers.rows.iter().rev().for_each(|row| towards(&mut centers, row, Side::Below));
    }
    let lefts = centers.iter().zip(widths).map(|(center, width)| center - width / 2);
    let left = lefts.min().unwrap_or(0) - MARGIN;
    centers.iter_mut().for_each(|center| *center -= left);
    centers
}

/// Moves the points of a row until they do not overlap, each as little as possible.
fn separate(row: &[usize], widths: &[i32], centers: &mut [i32]) {
    let distance = |at: usize| (widths[row[at]] + widths[row[at + 1]]) / 2 + BETWEEN_BOXES;
    let wanted: Vec<i32> = row.iter().map(|point| centers[*point]).collect();
    let (mut pushed_right, mut pushed_left) = (wanted.clone(), wanted);
    for at in 1..row.len() {
        pushed_right[at] = pushed_right[at].max(pushed_right[at - 1] + distance(at - 1));
    }
    for at in (1..row.len()).rev() {
        pushed_left[at - 1] = pushed_left[at - 1].min(pushed_left[at] - distance(at - 1));
    }
    for (at, point) in row.iter().enumerate() {
        centers[*point] = (pushed_right[at] + pushed_left[at]).div_euclid(2);
    }
}

/// Returns the points of all arrows.
fn arrows(layers: &Layers, centers: &[i32], widths: &[i32]) -> Vec<Vec<(i32, i32)>> {
    let mut rows = vec![0; centers.len()];
    for (row, points) in layers.rows.iter().enumerate() {
        points.iter().for_each(|point| rows[*point] = row);
    }
    let upper = |point: &usize| (centers[*point], top(rows[*point]));
    let lower = |point: &usize| (centers[*point], top(rows[*point]) + BOX);
    let mut all: Vec<Vec<(i32, i32)>> = Vec::new();
    for arrow in &layers.arrows {
        let pairs = arrow.windows(2).flat_map(|pair| [lower(&pair[0]), upper(&pair[1])]);
        all.push(pairs.collect());
    }
    for (package, width) in widths.iter().take(layers.packages).enumerate() {
        let starts = |arrow: &usize| layers.arrows[*arrow].first() == Some(&package);
        let ends = |arrow: &usize| layers.arrows[*arrow].last() == Some(&package);
        let starting: Vec<usize> = (0..all.len()).filter(starts).collect();
        let ending: Vec<usize> = (0..all.len()).filter(ends).collect();
        spread(&mut all, starting, *width, |_| 0, |_| 1);
        spread(&mut all, ending, *width, |length| length - 1, |length| length - 2);
    }
    all
}

/// Separates the ends of arrows at one box, in the order of their other ends.
///
/// `end` and `other` return the positions of the two ends in an arrow of some length.
fn spread(
    all: &mut [Vec<(i32, i32)>],
    mut arrows: Vec<usize>,
    width: i32,
    end: impl Fn(usize) -> usize,
    other: impl Fn(usize) -> usize,
) {
    arrows.sort_by_key(|arrow| all[*arrow][other(all[*arrow].len())].0);
    let count = i32::try_from(arrows.len()).unwrap_or(1).max(1);
    let step = BETWEEN_ENDS.min((width - 16) / count);
    for (arrow, position) in arrows.into_iter().zip(0..) {
        let points = &mut all[arrow];
        let at = end(points.len());
        points[at].0 += position * step - (count - 1) * step / 2;
    }
}
