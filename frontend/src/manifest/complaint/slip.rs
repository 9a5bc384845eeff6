//! One complaint of the parser, and what the user did that it complains about.

use std::ops::Range;

use super::Complaint;
use crate::diagnostic::ManifestError;
use crate::spelling::floor_char_boundary;

/// A slip that explains every other complaint on its line.
pub(super) const SURE: u8 = 1;
/// A slip of one token, beside which another one on the same line is another slip.
pub(super) const QUOTES: u8 = 2;

const EXAMPLE: &str = "write `[dependencies]`, and below it a line `\"namespace:name\" = { path = \"../folder\" }` for each dependency";

/// What the user did.
pub(super) struct Slip {
    pub(super) rank: u8,
    pub(super) range: Range<usize>,
    /// What was written: of two slips with one token, one is told.
    pub(super) token: Range<usize>,
    pub(super) fault: ManifestError,
    pub(super) label: &'static str,
    pub(super) help: String,
    pub(super) structural: bool,
    pub(super) first: Option<Range<usize>>,
}

impl Slip {
    pub(super) fn of(text: &str, complaint: &Complaint) -> Self {
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
        } else if starts("key with no value")
            && text[floor_char_boundary(text, range.start)..].starts_with(']')
        {
            let at = range.start..range.start + 1;
            let help = "write `[` before the name of the table";
            Self::plain(1, at, "the `]` of a table has no `[`", "closes nothing", help).broken()
        } else if starts("key with no value")
            && text[floor_char_boundary(text, range.start)..].starts_with(':')
        {
            let at = range.start..range.start + 1;
            Self::plain(
                1,
                at,
                "a `:` stands where `=` must be",
                "expected `=`",
                "write `=` instead",
            )
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
        } else if let Some(sign @ (',' | ';')) =
            text[floor_char_boundary(text, range.start)..].chars().next()
            && starts("unexpected key or value")
        {
            let reason = format!("a `{sign}` stands at the end of a line");
            let at = range.start..range.start + 1;
            Self::plain(3, at, &reason, "expected the end of the line", "delete it")
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

    pub(super) fn plain(
        rank: u8,
        range: Range<usize>,
        reason: &str,
        label: &'static str,
        help: &str,
    ) -> Self {
        let fault = ManifestError::NotToml { reason: reason.to_owned() };
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

    pub(super) fn broken(self) -> Self {
        Self { structural: true, ..self }
    }

    /// JSON, YAML, and comments of other languages.
    fn of_another_language(text: &str, range: &Range<usize>) -> Option<Self> {
        let start =
            text[..floor_char_boundary(text, range.start)].rfind('\n').map_or(0, |at| at + 1);
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
        } else if ["<<<<<<<", "=======", ">>>>>>>"].iter().any(|mark| rest.starts_with(mark)) {
            let help = "keep one of the two sides, and delete the lines that git wrote";
            Self::plain(
                0,
                start..start + 7,
                "a merge of git was not finished here",
                "git's mark",
                help,
            )
            .broken()
        } else if let Some(language) = language(rest) {
            let reason = format!("it looks like {language}");
            let end = start + rest.find([' ', '\n', '\r']).unwrap_or(rest.len());
            Self::plain(0, start..end, &reason, "not TOML", EXAMPLE).broken()
        } else {
            return None;
        };
        Some(found)
    }
}

/// The language in which a line starts that no TOML starts with.
fn language(rest: &str) -> Option<&'static str> {
    let words = ["package ", "interface ", "world ", "use ", "import "];
    let mut lines = rest.lines();
    let opens =
        lines.next().is_some_and(|line| line.trim_end().ends_with(':') && !line.contains('='));
    let indented = lines.next().is_some_and(|line| line.starts_with([' ', '\t']));
    if rest.starts_with("- ") || (opens && indented) {
        Some("YAML")
    } else if rest.starts_with('{') {
        Some("JSON")
    } else if rest.starts_with('<') {
        Some("XML")
    } else {
        words
            .iter()
            .any(|word| rest.strip_prefix(word).is_some_and(|rest| !rest.starts_with(['=', '.'])))
            .then_some("WIT")
    }
}
