//! What is wrong with a text as TOML: in come the complaints of the parser, which are often several for one
//! slip, out go faults that say what to write, one a slip.

use std::ops::Range;

use crate::diagnostic::{Diagnostic, ManifestFault};
use crate::files::FileId;

/// What the parser said.
pub(super) struct Complaint {
    pub(super) message: String,
    pub(super) range: Range<usize>,
}

/// What is to be made of it.
pub(super) struct Judged {
    pub(super) faults: Vec<Diagnostic>,
    /// The lines that the faults are on, counted from 0.
    pub(super) lines: Vec<usize>,
    /// Whether what the parser read after a fault may be anything.
    pub(super) structural: bool,
}

/// Makes faults of complaints.
pub(super) fn judge(text: &str, file: FileId, complaints: Vec<Complaint>) -> Judged {
    let mut found: Vec<Slip> =
        complaints.iter().map(|complaint| Slip::of(text, complaint)).collect();
    found.sort_by_key(|slip| (line(text, slip.range.start), slip.rank, slip.range.start));
    let mut judged = Judged { faults: Vec::new(), lines: Vec::new(), structural: false };
    let mut told: Vec<(usize, u8, Range<usize>)> = Vec::new();
    for slip in found {
        let line = line(text, slip.range.start);
        judged.structural |= slip.structural;
        let repeats = told.iter().any(|(at, rank, range)| {
            *at == line && (slip.rank > QUOTES || *rank < SURE || *range == slip.token)
        });
        if repeats {
            continue;
        }
        told.push((line, slip.rank, slip.token.clone()));
        judged.lines.push(line);
        let mut fault =
            Diagnostic::at(slip.fault, file, slip.range, slip.label).with_help(slip.help);
        if let Some(first) = slip.first {
            fault = fault.with_label(file, first, "first here");
        }
        judged.faults.push(fault);
        // What is said of later lines may come from this one.
        if slip.structural {
            break;
        }
    }
    judged
}

/// The line on which a byte is, counted from 0.
pub(super) fn line(text: &str, at: usize) -> usize {
    text.as_bytes()[..at.min(text.len())].iter().filter(|&&byte| byte == b'\n').count()
}

/// A slip that explains every other complaint on its line.
const SURE: u8 = 1;
/// A slip of one token, beside which another one on the same line is another slip.
const QUOTES: u8 = 2;

struct Slip {
    rank: u8,
    range: Range<usize>,
    /// What was written: of two slips with one token, one is told.
    token: Range<usize>,
    fault: ManifestFault,
    label: &'static str,
    help: String,
    structural: bool,
    first: Option<Range<usize>>,
}

impl Slip {
    fn of(text: &str, complaint: &Complaint) -> Self {
        let range = complaint.range.clone();
        let message = complaint.message.as_str();
        let starts = |prefix: &str| message.starts_with(prefix);
        if let Some(slip) = Self::of_another_language(text, &range) {
            slip
        } else if starts("invalid unquoted key") {
            Self::of_key(text, range)
        } else if starts("duplicate key") {
            Self::twice(text, range)
        } else if starts("invalid basic string")
            || starts("invalid literal string")
            || message.contains("escape")
            || message.contains("unicode")
        {
            Self::of_string(text, range, message)
        } else if starts("string values must be quoted")
            || starts("invalid boolean")
            || ["mantissa", "fraction", "float", "integer", "exponent", "date", "time", "digit"]
                .iter()
                .any(|what| message.contains(what))
        {
            Self::of_value(text, range)
        } else if starts("missing comma") {
            Self::plain(3, range, "a `,` is missing", "here", "write a `,` between the two")
        } else if starts("key with no value") || starts("missing value") {
            Self::plain(
                3,
                range,
                "a key without a value",
                "expected `=` and a value",
                "write `key = value`",
            )
        } else if starts("missing assignment") {
            Self::plain(4, range, "a key without a value", "expected `=`", "write `key = value`")
        } else if starts("unexpected key or value") {
            Self::plain(
                3,
                range,
                "a line goes on after its value",
                "expected the end of the line",
                "start a new line here, or write `#` before a comment",
            )
        } else if starts("unclosed table") || starts("unclosed array table") {
            Self::plain(
                3,
                range,
                "the `[` of a table is never closed",
                "expected `]`",
                "write `]` after the name of the table",
            )
            .broken()
        } else if starts("unclosed inline table") {
            Self::plain(
                3,
                range,
                "a `{` is never closed",
                "expected `}`",
                "write `}` after the last value of the table",
            )
            .broken()
        } else if starts("unclosed array") {
            Self::plain(
                3,
                range,
                "a `[` is never closed",
                "expected `]`",
                "write `]` after the last value of the array",
            )
            .broken()
        } else if starts("carriage return") {
            Self::plain(
                3,
                range,
                "a line ends in a carriage return alone",
                "here",
                "save the file with the line ends of Unix or Windows",
            )
            .broken()
        } else {
            let (reason, expected) = message.split_once(", expected ").unwrap_or((message, ""));
            let help = if expected.is_empty() {
                "delete this, or write it as `key = \"value\"`".to_owned()
            } else {
                format!("write {expected} here, or delete the line")
            };
            Self::plain(5, range, reason, "here", &help).broken()
        }
    }

    fn plain(rank: u8, range: Range<usize>, reason: &str, label: &'static str, help: &str) -> Self {
        let fault = ManifestFault::NotToml { reason: reason.to_owned() };
        let token = range.clone();
        Self {
            rank,
            range,
            token,
            fault,
            label,
            help: help.to_owned(),
            structural: false,
            first: None,
        }
    }

    fn broken(self) -> Self {
        Self { structural: true, ..self }
    }

    /// JSON, YAML, and comments of other languages.
    fn of_another_language(text: &str, range: &Range<usize>) -> Option<Self> {
        let start = text[..floor(text, range.start)].rfind('\n').map_or(0, |at| at + 1);
        let rest = text[start..].trim_start();
        let start = text.len() - text[start..].len() + (text[start..].len() - rest.len());
        let found = if rest.starts_with("//") || rest.starts_with("/*") {
            Self::plain(
                0,
                start..start + 2,
                "a comment starts with `#`",
                "not a comment in TOML",
                "write `#` instead",
            )
        } else if rest.starts_with("- ") {
            Self::plain(0, start..start + 1, "it looks like YAML", "no list stands here", "write `[dependencies]`, and a line `\"namespace:name\" = { path = \"../folder\" }` for each dependency").broken()
        } else if rest.starts_with('{') {
            Self::plain(0, start..start + 1, "it looks like JSON", "no `{` stands here", "write `[dependencies]`, and a line `\"namespace:name\" = { path = \"../folder\" }` for each dependency").broken()
        } else {
            return None;
        };
        Some(found)
    }

    fn of_key(text: &str, range: Range<usize>) -> Self {
        let token = token(text, range.start, |c| c.is_whitespace() || "={}[],#".contains(c));
        let written = &text[token.clone()];
        if !written.contains(|c: char| c.is_alphanumeric()) {
            let reason = format!("`{written}` stands where a key must be");
            return Self::plain(0, token, &reason, "not a key", "delete it");
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
        let fault = |key: &str| ManifestFault::KeyNeedsQuotes { key: key.to_owned() };
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
            let below = match text.contains("[dependencies") || !written.contains(':') {
                true => "",
                false => ", below a line `[dependencies]`",
            };
            (fault(written), format!("write `\"{}\"{rest}`{below}", bare(written)))
        };
        let label = "not allowed in a key without quotes";
        Self { rank: 1, range, token, fault, label, help, structural: false, first: None }
    }

    fn of_value(text: &str, range: Range<usize>) -> Self {
        let line_end = text[floor(text, range.start)..]
            .find('\n')
            .map_or(text.len(), |at| at + floor(text, range.start));
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
        let bare = written.trim_matches(|c: char| "\"'`“”‘’„«»".contains(c));
        let help = format!("write `\"{bare}\"`");
        let fault = ManifestFault::ValueNeedsQuotes { value: written.to_owned() };
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

    fn of_string(text: &str, range: Range<usize>, message: &str) -> Self {
        let at = floor(text, range.start);
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
            let fault = ManifestFault::PathBackslash { path };
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

    fn twice(text: &str, range: Range<usize>) -> Self {
        let key = text.get(range.clone()).unwrap_or_default();
        let bounds = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "=[]{},.".contains(c));
        let first = text[..floor(text, range.start)]
            .match_indices(key)
            .map(|(at, _)| at..at + key.len())
            .find(|at| {
                bounds(text[..at.start].chars().next_back())
                    && bounds(text[at.end..].chars().next())
            });
        let header = text[..floor(text, range.start)].trim_end().ends_with('[');
        let help = if header {
            "put what is below both into one table".to_owned()
        } else {
            "keep one of the two".to_owned()
        };
        let fault = ManifestFault::KeyTwice { key: key.to_owned() };
        let token = range.clone();
        Self { rank: QUOTES, range, token, fault, label: "second", help, structural: header, first }
    }
}

/// The characters around `at` up to the nearest that `ends` a token, on either side.
fn token(text: &str, at: usize, ends: impl Fn(char) -> bool) -> Range<usize> {
    let at = floor(text, at);
    let start = text[..at]
        .rfind(&ends)
        .map_or(0, |found| found + text[found..].chars().next().map_or(0, char::len_utf8));
    let end = text[at..].find(&ends).map_or(text.len(), |found| at + found);
    start..end
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
