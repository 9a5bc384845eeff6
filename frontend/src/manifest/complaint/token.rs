//! Slips of one token: a key, a value or a text that is written wrongly, or is there twice.

use std::ops::Range;

use super::slip::{QUOTES, Slip};
use crate::diagnostic::ManifestError;
use crate::spelling::floor_char_boundary;

/// Quotes that word processors write.
const CURLY: [char; 6] = ['“', '”', '„', '‘', '’', '‚'];

impl Slip {
    pub(super) fn of_key(text: &str, range: Range<usize>) -> Self {
        let token = token(text, range.start, |c| c.is_whitespace() || "={}[],#".contains(c));
        let written = &text[token.clone()];
        if !written.contains(|c: char| c.is_alphanumeric()) {
            let reason = format!("`{written}` stands where a key must be");
            return Self::plain(0, token, &reason, "not a key", "delete it");
        }
        if written.contains(['"', '\'']) {
            let help = "write a `\"` on both sides of every key and every text on the line";
            return Self::plain(1, token, "a `\"` is missing", "not between quotes", help);
        }
        if let Some(key) = written.strip_suffix(':') {
            let at = token.end - 1..token.end;
            return Self::plain(
                0,
                at,
                "a `:` stands where `=` must be",
                "expected `=`",
                &format!("write `{key} = …`"),
            );
        }
        let fault = |key: &str| ManifestError::KeyNeedsQuotes { key: key.to_owned() };
        let bare = |key: &str| {
            key.trim_matches(|c: char| !c.is_ascii() || c == '"' || c == '\'').to_owned()
        };
        let (fault, help) = if text[..token.start].ends_with('[') {
            // In the header of a table, the dots divide.
            match written.split_once('.') {
                Some((table, key)) => (fault(key), format!("write `[{table}.\"{}\"]`", bare(key))),
                None => (fault(written), format!("write `[\"{}\"]`", bare(written))),
            }
        } else {
            let rest = text[token.end..].lines().next().unwrap_or_default().trim_end();
            let rest = if rest.trim_start().starts_with('=') { rest } else { "" };
            let rest = rest.replace(CURLY, "\"");
            let below = match text.contains("[dependencies") || !written.contains(':') {
                true => "",
                false => ", below a line `[dependencies]`",
            };
            (fault(written), format!("write `\"{}\"{rest}`{below}", bare(written)))
        };
        // What is to be written is the whole line.
        let (rank, label) = match written.contains(CURLY) {
            true => (0, "TOML's quotes are `\"`"),
            false => (1, "not allowed in a key without quotes"),
        };
        Self { rank, range, token, fault, label, help, structural: false, first: None }
    }

    pub(super) fn of_value(text: &str, range: Range<usize>) -> Self {
        let line_end = text[floor_char_boundary(text, range.start)..]
            .find('\n')
            .map_or(text.len(), |at| at + floor_char_boundary(text, range.start));
        let token = token(text, range.start, |c| c.is_whitespace() || "={}[],#".contains(c));
        let written = text[token.clone()].trim();
        if written.is_empty() {
            let at = range.start.min(line_end);
            return Self::plain(
                3,
                at..at,
                "a key without a value",
                "expected a value",
                "write a value in quotes after the `=`",
            );
        }
        let rest = text[token.end..line_end.max(token.end)].trim();
        if rest.starts_with('=') {
            let help = format!("write `{{ {written} {rest} }}`");
            let reason = "a table stands without `{` and `}`";
            return Self::plain(1, token, reason, "expected `{`", &help);
        }
        if !written.contains(|c: char| c.is_alphanumeric() || c == '.') {
            let help = match written.starts_with('>') {
                true => "write `=` instead of `=>`",
                false => "write a text in quotes, or a table in `{` and `}`",
            };
            let reason = format!("`{written}` stands where a value must be");
            return Self::plain(0, token, &reason, "not a value", help);
        }
        let bare = written.trim_matches(|c: char| "\"'`“”‘’„«»".contains(c));
        let help = format!("write `\"{bare}\"`");
        let fault = ManifestError::ValueNeedsQuotes { value: written.to_owned() };
        Self {
            rank: QUOTES,
            range: token.clone(),
            token,
            fault,
            label: "expected `\"` around it",
            help,
            structural: false,
            first: None,
        }
    }

    pub(super) fn of_string(text: &str, range: Range<usize>, message: &str) -> Self {
        let at = floor_char_boundary(text, range.start);
        let ends = at == text.len() || text[at..].starts_with(['\n', '\r']);
        if ends && (message.contains("`\"`") || message.contains("`'`")) {
            let quote = if message.contains("`'`") { '\'' } else { '"' };
            let line = text[..at].rfind('\n').map_or(0, |at| at + 1);
            let start = text[line..at].rfind(quote).map_or(at, |found| line + found);
            let inline = text[line..start].contains('{');
            let slip = Self::plain(
                1,
                start..at,
                &format!("a `{quote}` is never closed"),
                "the text has no end",
                &format!("write `{quote}` at the end of the text"),
            );
            return if inline { slip.broken() } else { slip };
        }
        let before = &text[..at];
        if before.ends_with('\\')
            || text[at..].starts_with('\\')
            || message.contains("escape")
            || message.contains("unicode")
        {
            let token = token(text, at, |c| c.is_whitespace() || "=,{}".contains(c));
            let path = text[token.clone()].trim_matches('"').to_owned();
            let help = format!("write `\"{}\"`", path.replace("\\\\", "/").replace('\\', "/"));
            let fault = ManifestError::PathBackslash { path };
            return Self {
                rank: 1,
                range: token.clone(),
                token,
                fault,
                label: "expected `/`",
                help,
                structural: false,
                first: None,
            };
        }
        Self::plain(
            2,
            range,
            "a text holds a character that must not stand in it",
            "this one",
            "delete it",
        )
    }

    pub(super) fn twice(text: &str, range: Range<usize>) -> Self {
        let key = text.get(range.clone()).unwrap_or_default();
        let bounds = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "=[]{},.".contains(c));
        let first = text[..floor_char_boundary(text, range.start)]
            .match_indices(key)
            .map(|(at, _)| at..at + key.len())
            .find(|at| {
                bounds(text[..at.start].chars().next_back())
                    && bounds(text[at.end..].chars().next())
            });
        let header = text[..floor_char_boundary(text, range.start)].trim_end().ends_with('[');
        let help = if header {
            "put what is below both into one table".to_owned()
        } else {
            "keep one of the two".to_owned()
        };
        let fault = ManifestError::KeyTwice { key: key.to_owned() };
        let token = range.clone();
        Self { rank: QUOTES, range, token, fault, label: "second", help, structural: header, first }
    }
}

/// The characters around `at` up to the nearest that `ends` a token, on either side.
fn token(text: &str, at: usize, ends: impl Fn(char) -> bool) -> Range<usize> {
    let at = floor_char_boundary(text, at);
    let start = text[..at]
        .rfind(&ends)
        .map_or(0, |found| found + text[found..].chars().next().map_or(0, char::len_utf8));
    let end = text[at..].find(&ends).map_or(text.len(), |found| at + found);
    start..end
}
