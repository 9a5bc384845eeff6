//! Lines that are valid in another language: JSON, YAML, XML, WIT, comments with `//`, and the conflict markers of git.

use super::{Errors, Scope, TomlMistake, invalid, line};
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
            return Some(invalid(Scope::Line, &(start..start + 2), reason, label, help));
        }
        if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|marker| rest.starts_with(marker)) {
            let (reason, label) = ("unresolved merge conflict", "conflict marker of git");
            let help = "keep one of the two sides, and remove the conflict markers";
            let range = start..start + 7;
            return Some(invalid(Scope::Line, &range, reason, label, help).structural());
        }
        let reason = format!("this looks like {}", language(rest)?);
        let range = start..start + rest.find([' ', '\n', '\r']).unwrap_or(rest.len());
        Some(invalid(Scope::Line, &range, &reason, "not TOML", EXAMPLE).structural())
    }
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
