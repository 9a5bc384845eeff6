//! Draws the chart at the top of `docs/performance.md` from its table.

use std::fmt::Write as _;

/// The bars of the chart: the group, the label, and the benchmark.
const BARS: [(&str, &str, &str); 7] = [
    ("cold build", "a guest, cargo check", "cold-check"),
    ("cold build", "a host, Wasmtime included", "host-cold"),
    ("rebuild", "a guest, 5 worlds", "compile-check"),
    ("rebuild", "a host, 5 worlds", "host-warm"),
    ("expansion", "one world of WASI HTTP", "expand-proxy"),
    ("expansion", "7 packages, 5 worlds", "expand-seven"),
    ("scale", "100 packages, 500 interfaces", "graph-generate"),
];

const WIDTH: f64 = 760.0;
/// Where the bars start.
const LEFT: f64 = 340.0;
/// The width of the baseline, which has the ratio 1.
const UNIT: f64 = 210.0;
/// The largest ratio that a bar shows in full.
const LARGEST: f64 = 1.75;
const ROW: f64 = 30.0;
const TOP: f64 = 56.0;

/// Returns the chart as SVG. Benchmarks that the table lacks have no bar.
pub(crate) fn svg(table: &str) -> String {
    let bars: Vec<_> = BARS
        .iter()
        .filter_map(|(group, what, row)| Some((*group, *what, ratio(table, row)?)))
        .collect();
    let height = TOP + ROW * bars.len() as f64 + 16.0;
    let mut svg = format!(
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" aria-labelledby="title">
<title id="title">Time of airssys_bindings! against generate! and bindgen!</title>
<style>text {{ font: 14px sans-serif; fill: #24292f }} .group {{ font-weight: bold }} .head {{ fill: #57606a }}</style>
<rect width="{WIDTH}" height="{height}" rx="8" fill="#ffffff" stroke="#d0d7de"/>
<text class="head" x="16" y="28">CPU time with airssys_bindings!; the line is generate! or bindgen! (1.00). Shorter is better.</text>
"##
    );
    let mut last = "";
    for (at, (group, what, ratio)) in bars.iter().enumerate() {
        let top = TOP + ROW * at as f64;
        let text = top + 15.0;
        if *group != last {
            let _ = writeln!(svg, r#"<text class="group" x="16" y="{text}">{group}</text>"#);
            last = group;
        }
        let width = ratio.min(LARGEST) * UNIT;
        let color = if *ratio <= 1.05 { "#2da44e" } else { "#bf8700" };
        let _ = writeln!(svg, r#"<text x="110" y="{text}">{what}</text>"#);
        let _ = writeln!(
            svg,
            r#"<rect x="{LEFT}" y="{top}" width="{width:.1}" height="20" rx="3" fill="{color}"/>"#
        );
        let end = LEFT + width + 8.0;
        let _ = writeln!(svg, r#"<text x="{end:.1}" y="{text}">{ratio:.2}</text>"#);
    }
    let (line, bottom) = (LEFT + UNIT, height - 10.0);
    let start = TOP - 6.0;
    let _ = writeln!(
        svg,
        r##"<line x1="{line}" y1="{start}" x2="{line}" y2="{bottom}" stroke="#24292f" stroke-dasharray="4 3"/>"##
    );
    svg + "</svg>\n"
}

/// Returns the median ratio of a benchmark in the table.
fn ratio(table: &str, name: &str) -> Option<f64> {
    let start = format!("| `{name}` |");
    let row = table.lines().find(|line| line.starts_with(&start))?;
    row.split(" | ").nth(3)?.split(' ').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn chart_has_a_bar_for_each_row_of_the_table() {
        let table = "| `cold-check` | `cargo check`: 2 s | generate: 1 s | 2.00 (1.90 to 2.10) | – | 3 |\n\
                     | `touch` | a: 1 s | b: 1 s | 1.00 (1.00 to 1.00) | – | 3 |\n\
                     | `host-warm` | a: 1 s | b: 2 s | 0.50 (0.40 to 0.60) | – | 3 |\n";
        let svg = super::svg(table);
        assert_eq!(svg.matches(r#"height="20""#).count(), 2);
        assert!(svg.contains(">2.00</text>") && svg.contains(r#"width="105.0""#), "{svg}");
    }
}
