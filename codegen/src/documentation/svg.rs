//! Draws packages and their dependencies as SVG in the colours of the page around it, whatever its theme.

use std::fmt::Write as _;

use super::graph::Graph;
use super::layers::Layers;
use super::layout::{BETWEEN_BOXES, BOX, Layout};

/// The width at which rows are split: the width of a rustdoc page.
const MAX_WIDTH: i32 = 900;
/// The width of a letter, in tenths of a pixel.
const LETTER: i32 = 79;
/// The width of a small letter, in tenths of a pixel.
const SMALL_LETTER: i32 = 67;
/// The space to the left and right of the letters.
const PADDING: i32 = 14;

/// A package to draw.
#[derive(Clone, Debug)]
pub(super) struct Node {
    /// The namespace, in small letters below the name.
    pub(super) namespace: String,
    /// The name.
    pub(super) name: String,
    /// The version, after the namespace.
    pub(super) version: Option<String>,
    /// `true` if the package is below a folder named `deps`.
    pub(super) dependency: bool,
    /// The link to the package's page, relative to the page with the drawing.
    pub(super) href: Option<String>,
}

impl Node {
    /// Returns the text below the name.
    fn small(&self) -> String {
        match &self.version {
            Some(version) => format!("{} {version}", self.namespace),
            None => self.namespace.clone(),
        }
    }

    fn width(&self) -> i32 {
        let letters = |text: &str| i32::try_from(text.chars().count()).unwrap_or(0);
        let text = (letters(&self.name) * LETTER).max(letters(&self.small()) * SMALL_LETTER);
        // Rounded to an even number of pixels, which has a middle.
        (text / 10 + 2 * PADDING) / 2 * 2
    }
}

/// Draws `nodes`, each above its dependencies, as one block of HTML without blank lines.
pub(super) fn draw(nodes: &[Node], graph: &Graph) -> String {
    let widths: Vec<i32> = nodes.iter().map(Node::width).collect();
    let with_space: Vec<i32> = widths.iter().map(|width| width + BETWEEN_BOXES).collect();
    // If all packages are dependencies, there is nothing to distinguish.
    let mixed = nodes.iter().any(|node| !node.dependency);
    let layers = Layers::of(graph, &with_space, MAX_WIDTH);
    let layout = Layout::of(&layers, &widths);
    let (width, height) = (layout.width, layout.height);
    let mut svg = format!(
        "<div style=\"overflow-x:auto\">\n<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" \
         aria-label=\"{}\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         style=\"max-width:100%;height:auto\" font-family=\"monospace\" text-anchor=\"middle\" \
         color=\"currentColor\">\n",
        escape(&label(nodes, graph)),
    );
    for points in &layout.arrows {
        arrow(&mut svg, points);
    }
    for ((node, corner), width) in nodes.iter().zip(&layout.boxes).zip(&widths) {
        boxed(&mut svg, node, *corner, *width, mixed && node.dependency);
    }
    svg.push_str("</svg>\n</div>");
    svg
}

/// Returns a description for screen readers.
fn label(nodes: &[Node], graph: &Graph) -> String {
    let name = |at: usize| format!("{}:{}", nodes[at].namespace, nodes[at].name);
    let using = (0..nodes.len()).filter_map(|at| {
        let used: Vec<String> = graph.uses(at).map(name).collect();
        (!used.is_empty()).then(|| format!("{} uses {}", name(at), used.join(", ")))
    });
    let using: Vec<String> = using.collect();
    if using.is_empty() { "packages".to_owned() } else { using.join("; ") }
}

fn arrow(svg: &mut String, points: &[(i32, i32)]) {
    let Some((&(x, y), _)) = points.split_first() else { return };
    let mut path = format!("M{x} {y}");
    for (at, pair) in points.windows(2).enumerate() {
        let [(from_x, from_y), (x, y)] = [pair[0], pair[1]];
        if at % 2 == 1 || from_x == x {
            let _ = write!(path, "V{y}");
        } else {
            let middle = (from_y + y) / 2;
            let _ = write!(path, "C{from_x} {middle} {x} {middle} {x} {y}");
        }
    }
    let (x, y) = points[points.len() - 1];
    let (left, right, back) = (x - 4, x + 4, y - 8);
    let _ = writeln!(
        svg,
        "<path d=\"{path}\" fill=\"none\" stroke=\"currentColor\" stroke-opacity=\".5\" stroke-width=\"1.3\"/>\
         <path d=\"M{x} {y}L{left} {back}H{right}Z\" fill=\"currentColor\" fill-opacity=\".75\"/>"
    );
}

fn boxed(svg: &mut String, node: &Node, (x, y): (i32, i32), width: i32, dashed: bool) {
    let center = x + width / 2;
    let (name, small) = (escape(&node.name), escape(&node.small()));
    let dashes = if dashed { " stroke-dasharray=\"4 3\"" } else { "" };
    let (start, end) = match &node.href {
        Some(href) => (format!("<a href=\"{}\">", escape(href)), "</a>"),
        None => (String::new(), ""),
    };
    let (upper, lower) = (y + 20, y + 36);
    let _ = writeln!(
        svg,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{BOX}\" rx=\"6\" fill=\"currentColor\" \
         fill-opacity=\".05\" stroke=\"currentColor\" stroke-opacity=\".6\"{dashes}/>\
         {start}<text x=\"{center}\" y=\"{upper}\" font-size=\"13\" font-weight=\"600\" \
         fill=\"currentColor\">{name}</text>{end}\
         <text x=\"{center}\" y=\"{lower}\" font-size=\"11\" fill=\"currentColor\" \
         fill-opacity=\".75\">{small}</text>"
    );
}

/// Escapes text for HTML.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(name: &str) -> Node {
        Node {
            namespace: "a".to_owned(),
            name: name.to_owned(),
            version: None,
            dependency: false,
            href: None,
        }
    }

    #[test]
    fn a_drawing_is_one_block_of_html() {
        let drawn = draw(&[node("b"), node("c")], &Graph::new(2, [(0, 1)]));
        assert!(drawn.starts_with("<div") && drawn.ends_with("</div>"));
        assert!(drawn.lines().all(|line| !line.trim().is_empty()), "{drawn}");
    }

    #[test]
    fn a_drawing_has_no_colours_of_its_own() {
        let drawn = draw(&[node("b"), node("c")], &Graph::new(2, [(0, 1)]));
        assert!(!drawn.contains('#') && !drawn.contains("rgb"), "{drawn}");
        assert!(drawn.contains("currentColor"));
    }

    #[test]
    fn html_is_escaped() {
        assert_eq!(escape("<a href=\"x\">&"), "&lt;a href=&quot;x&quot;&gt;&amp;");
    }

    #[test]
    fn no_two_boxes_overlap() {
        let names = ["a", "a-very-long-name-of-a-package", "b", "c", "d", "another-long-name"];
        let nodes: Vec<Node> = names.map(node).to_vec();
        let graph = Graph::new(6, [(0, 1), (0, 2), (1, 3), (2, 3), (0, 4), (4, 5), (2, 5)]);
        let widths: Vec<i32> = nodes.iter().map(Node::width).collect();
        let layout = Layout::of(&Layers::of(&graph, &widths, MAX_WIDTH), &widths);
        for (at, (x, y)) in layout.boxes.iter().enumerate() {
            for (other, (next_x, next_y)) in layout.boxes.iter().enumerate().skip(at + 1) {
                let beside = x + widths[at] <= *next_x || next_x + widths[other] <= *x;
                assert!(y != next_y || beside, "{at} and {other}: {layout:?}");
            }
            assert!(*x >= 0 && x + widths[at] <= layout.width && y + BOX <= layout.height);
        }
    }
}
