//! Comments in the syntax of other languages: `# a`, `-- a`, `;; a`, `% a`, `<!-- a -->`, `(* a *)`, `{- a -}`, `"""a"""`.

use super::token::Span;
use crate::diagnostic::{ALSO_HERE, Diagnostic, Edit, Help, Kind, Label, SyntaxError};
use crate::files::FileId;
use crate::spelling::within;

/// The largest number of comments with labels in one error.
const MAX_LABELS: usize = 8;

/// The longest comment with an end that is recognized: the source is searched from each start.
const MAX_LENGTH: usize = 2_000;

/// The comments with an end: the start, the end, and the start of the comment of WIT on one line.
const BLOCKS: [(&str, &str, &str); 4] =
    [("<!--", "-->", "//"), ("(*", "*)", "/*"), ("{-", "-}", "/*"), ("\"\"\"", "\"\"\"", "///")];

/// A comment in the syntax of another language.
pub(super) struct Comment {
    /// The characters that start it.
    pub(super) mark: &'static str,
    /// Its length in bytes.
    pub(super) length: usize,
    /// The comment in the syntax of WIT.
    pub(super) text: String,
}

/// Returns the comment that starts at an offset.
pub(super) fn at(source: &str, at: usize, at_line_start: bool) -> Option<Comment> {
    let rest = &source[at..];
    for (start, end, mark) in BLOCKS {
        let Some(inner) = rest.strip_prefix(start) else { continue };
        // `func(*const t)` and `{-a` are no comments.
        let spaced = inner.starts_with(char::is_whitespace) || mark == "///";
        let searched = within(&(0..MAX_LENGTH), inner);
        let Some(length) = inner[searched].find(end).filter(|_| spaced) else { continue };
        let (inside, after) = (inner[..length].trim(), &inner[length + end.len()..]);
        let last =
            after.trim_start_matches([' ', '\t']).starts_with(['\n', '\r']) || after.is_empty();
        let text = match mark {
            _ if inside.contains("*/") => return None,
            "///" if inside.contains('\n') || !last => format!("/** {inside} */"),
            "//" | "///" if !inside.contains('\n') && last => format!("{mark} {inside}"),
            _ => format!("/* {inside} */"),
        };
        return Some(Comment { mark: start, length: start.len() + length + end.len(), text });
    }
    // `1.0.0--` is a version.
    if rest.starts_with('-') && source[..at].ends_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let mark = line_mark(rest, at_line_start)?;
    let line = line_of(rest);
    let inside = line.trim_start_matches(|c| mark.starts_with(c)).trim_start();
    let text = format!("// {inside}").trim_end().to_owned();
    Some(Comment { mark, length: line.len(), text })
}

/// Returns the rest of the line without the whitespace at its end.
fn line_of(rest: &str) -> &str {
    rest.split('\n').next().unwrap_or_default().trim_end()
}

/// Returns the mark of a comment to the end of a line.
fn line_mark(rest: &str, at_line_start: bool) -> Option<&'static str> {
    let prose = |text: &str| {
        let words = text.starts_with(' ') && !line_of(text).contains(['{', '}', ';', '(', ':']);
        words && text.trim_start().starts_with(char::is_alphabetic)
    };
    let after = |mark| rest.strip_prefix(mark);
    if rest.starts_with('#') {
        Some("#")
    } else if after("--").is_some_and(|rest| !rest.starts_with('>')) {
        Some("--")
    } else if at_line_start && after(";;").is_some_and(|rest| rest.starts_with([' ', ';'])) {
        Some(";;")
    } else if at_line_start && after(";").is_some_and(prose) {
        Some(";")
    } else if after("%").is_some_and(|rest| rest.starts_with([' ', '%'])) {
        Some("%")
    } else {
        None
    }
}

/// Reports a comment, or adds it to the error of the first comment with its mark.
pub(super) fn report(file: FileId, span: Span, comment: &Comment, errors: &mut Vec<Diagnostic>) {
    let edit = Edit::new(file, span.clone(), comment.text.clone());
    let same = |error: &&mut Diagnostic| matches!(&error.kind, Kind::Syntax(SyntaxError::ForeignComment { mark }) if mark == comment.mark);
    if let Some(first) = errors.iter_mut().find(same) {
        let candidates = first.help.iter_mut().flat_map(|help| &mut help.candidates);
        for candidate in candidates {
            if let crate::diagnostic::Change::Edits(edits) = &mut candidate.change {
                edits.push(edit.clone());
            }
        }
        if first.labels.len() < MAX_LABELS {
            first.labels.push(Label::new(file, span, ALSO_HERE));
        }
        return;
    }
    let kind = SyntaxError::ForeignComment { mark: comment.mark.to_owned() };
    let help = match comment.text.contains('\n') {
        true => Help::edits("write the comment between `/*` and `*/`", vec![edit]),
        false => Help::edits(format!("write `{}`", comment.text), vec![edit]),
    };
    errors.push(Diagnostic::at(kind, file, span, "a comment starts with `//`").with_help(help));
}
