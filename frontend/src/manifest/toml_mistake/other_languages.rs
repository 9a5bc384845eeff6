//! Lines that are valid in another language: JSON, YAML, XML, WIT, comments with `//`, and the conflict markers of git.

use std::ops::Range;

use super::{Errors, Scope, TomlMistake, invalid, line, repair};
use crate::manifest::toml_context::Context;

const EXAMPLE: &str = "write `[dependencies]`, and below it a line `\"namespace:name\" = { path = \"../folder\" }` for each dependency";

impl Errors<'_> {
    /// Returns the mistake on the line of a byte, if that line is in another language.
    pub(super) fn other_language(&self, at: usize, context: &Context) -> Option<TomlMistake> {
        if context.string.is_some_and(|string| string.delimiter.len() == 3) {
            return None;
        }
        let line = line(self.source, at);
        let rest = self.source[line.start..].trim_start();
        let start = self.source.len() - rest.len();
        if rest.starts_with("//") || rest.starts_with("/*") {
            let (reason, label) = ("comments start with `#`", "not a comment in TOML");
            let help = "write `#` instead";
            let end = start + rest.lines().next().unwrap_or_default().trim_end().len();
            let mark = vec![(start..start + 2, "#".to_owned())];
            let closed = self.source[..end].ends_with("*/").then(|| (end - 2..end, String::new()));
            let edits =
                mark.into_iter().chain(closed.filter(|(range, _)| range.start >= start + 2));
            let mistake = invalid(Scope::Line, &(start..start + 2), reason, label, help);
            return Some(mistake.fix_all(edits.collect()));
        }
        if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|marker| rest.starts_with(marker)) {
            let (reason, label) = ("unresolved merge conflict", "conflict marker of git");
            let help = "keep one of the two sides, and remove the conflict markers";
            let range = start..start + 7;
            let mut mistake = invalid(Scope::Line, &range, reason, label, help).structural();
            for (side, edits) in sides(self.source).unwrap_or_default() {
                mistake = mistake.fix_saying(side, edits);
            }
            return Some(mistake);
        }
        let language = language(rest)?;
        let reason = format!("this looks like {language}");
        let range = start..start + rest.find([' ', '\n', '\r']).unwrap_or(rest.len());
        let mistake = invalid(Scope::Line, &range, &reason, "not TOML", EXAMPLE).structural();
        let toml = match language {
            "JSON" => repair::json(self.source),
            "YAML" => repair::yaml(self.source),
            _ => None,
        };
        let whole = 0..self.source.len();
        Some(match toml {
            Some(toml) => mistake.fix_saying("write the file in TOML", vec![(whole, toml)]),
            None => mistake,
        })
    }
}

/// The edits of a file.
type Edits = Vec<(Range<usize>, String)>;

/// Returns the edits that resolve all merge conflicts of a file to one side, or `None` if the markers have no order.
fn sides(source: &str) -> Option<[(&'static str, Edits); 2]> {
    let (mut ours, mut theirs) = (Vec::new(), Vec::new());
    let (mut start, mut middle, mut at) = (None, None, 0);
    for text in source.split_inclusive('\n') {
        let line = at..at + text.len();
        at = line.end;
        match text.get(..7) {
            Some("<<<<<<<") if start.is_none() => start = Some(line),
            // The common ancestor is on neither side.
            Some("|||||||" | "=======") if start.is_some() => {
                middle.get_or_insert(line.clone()).end = line.end;
            }
            Some(">>>>>>>") => {
                let (start, middle) = (start.take()?, middle.take()?);
                let whole = start.start..line.end;
                ours.push((whole.clone(), source[start.end..middle.start].to_owned()));
                theirs.push((whole, source[middle.end..line.start].to_owned()));
            }
            _ => {}
        }
    }
    let is_complete = start.is_none() && !ours.is_empty();
    is_complete.then_some([
        ("keep the first side, and remove the conflict markers", ours),
        ("keep the second side, and remove the conflict markers", theirs),
    ])
}

/// Returns the language in which a line starts, if no TOML starts in the same way.
fn language(rest: &str) -> Option<&'static str> {
    let mut lines = rest.lines();
    let first = lines.next().unwrap_or_default().trim_end();
    let is_indented = lines.next().is_some_and(|line| line.starts_with([' ', '\t']));
    let starts_with_word =
        |word: &str| rest.strip_prefix(word).is_some_and(|rest| !rest.starts_with(['=', '.']));
    if rest.starts_with("- ") || first.ends_with(':') && !first.contains('=') && is_indented {
        Some("YAML")
    } else if rest.starts_with('{') {
        Some("JSON")
    } else if rest.starts_with('<') {
        Some("XML")
    } else if ["package ", "interface ", "world ", "use ", "import "]
        .into_iter()
        .any(starts_with_word)
    {
        Some("WIT")
    } else {
        None
    }
}
