//! Characters that are not allowed in WIT, and the ASCII characters that they look like.

use crate::diagnostic::{Diagnostic, Help, SyntaxError};
use crate::files::FileId;

/// Returns the errors of characters that are not allowed anywhere, not even in a comment.
pub(super) fn diagnose_forbidden(file: FileId, text: &str) -> Vec<Diagnostic> {
    let mut found: Vec<Diagnostic> = Vec::new();
    for (at, c) in text.char_indices() {
        if !(is_bidi(c) || is_discouraged(c) || is_control(text, at, c)) {
            continue;
        }
        // Consecutive characters are one error.
        if let Some(crate::diagnostic::Location::Source(label)) =
            found.last_mut().map(|error| &mut error.location)
            && label.range.end == at
        {
            label.range.end = at + c.len_utf8();
            continue;
        }
        found.push(report(file, at, c));
        if found.len() == 100 {
            break;
        }
    }
    found
}

/// Returns the error of a character outside of comments, unless [`diagnose_forbidden`] reports it.
pub(super) fn error(file: FileId, at: usize, c: char) -> Option<Diagnostic> {
    let reported = is_bidi(c) || is_discouraged(c) || c.is_control();
    (!reported).then(|| report(file, at, c))
}

/// Returns the error of a `\r` without a `\n`.
pub(super) fn carriage_return(file: FileId, at: usize) -> Diagnostic {
    let kind = SyntaxError::Character {
        what: "a carriage return without a line feed".to_owned(),
        codepoint: "U+000D".to_owned(),
    };
    let text = "lines end in LF or CRLF";
    Diagnostic::at(kind, file, at..at + 1, text).with_help("save the file with LF line endings")
}

/// Returns `true` for an error from [`carriage_return`].
pub(super) fn is_carriage_return(error: &Diagnostic) -> bool {
    use crate::diagnostic::Kind::Syntax;
    matches!(&error.kind, Syntax(SyntaxError::Character { codepoint, .. }) if codepoint == "U+000D")
}

/// Returns the ASCII character that a character looks like. `→` stands for `->`.
pub(super) fn meant(c: char) -> Option<char> {
    Some(match c {
        '→' | '⇒' | '⟶' | '➔' => '→',
        '：' | '∶' | '\u{a789}' => ':',
        '；' | '\u{37e}' => ';',
        '，' | '‚' | '、' => ',',
        '（' => '(',
        '）' => ')',
        '｛' => '{',
        '｝' => '}',
        '＜' | '‹' | '〈' => '<',
        '＞' | '›' | '〉' => '>',
        '＝' => '=',
        '．' | '。' => '.',
        '＠' => '@',
        '／' | '∕' | '⁄' => '/',
        '“' | '”' | '„' | '＂' => '"',
        c if is_dash_lookalike(c) => '-',
        c if c.is_whitespace() => ' ',
        _ => return None,
    })
}

/// Returns `true` for a character that looks like `-`.
pub(super) fn is_dash_lookalike(c: char) -> bool {
    matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}' | '\u{fe63}' | '\u{ff0d}')
}

/// Returns `true` for a character that can hide in a name: a look-alike of `-` or an invisible one.
pub(super) fn is_hidden_in_name(c: char) -> bool {
    is_dash_lookalike(c) || matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{feff}')
}

fn report(file: FileId, at: usize, c: char) -> Diagnostic {
    let kind = SyntaxError::Character { what: name(c), codepoint: format!("U+{:04X}", c as u32) };
    let (text, help) = match meant(c) {
        Some('→') => ("looks like `->`".to_owned(), Help::write("->")),
        Some(' ') => (
            "not an ordinary space".to_owned(),
            Help::write(" ").saying("replace it with an ordinary space"),
        ),
        Some(mark) => (
            format!("looks like `{mark}`"),
            Help::write(mark).saying(format!("replace it with `{mark}`")),
        ),
        None => (String::new(), Help::remove("remove it")),
    };
    Diagnostic::at(kind, file, at..at + c.len_utf8(), text).with_help(help)
}

fn name(c: char) -> String {
    match c {
        '\u{feff}' => "a byte order mark in the middle of a file".to_owned(),
        '\u{a0}' => "a no-break space".to_owned(),
        '\u{200b}'..='\u{200d}' | '\u{2060}' => "an invisible character".to_owned(),
        '\0' => "a NUL byte".to_owned(),
        c if is_bidi(c) => "a bidirectional control character".to_owned(),
        c if c.is_control() => "a control character".to_owned(),
        c if c.is_whitespace() => "an unusual space".to_owned(),
        c => format!("`{c}`"),
    }
}

fn is_bidi(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn is_discouraged(c: char) -> bool {
    matches!(
        c,
        '\u{149}'
            | '\u{673}'
            | '\u{f77}'
            | '\u{f79}'
            | '\u{17a3}'
            | '\u{17a4}'
            | '\u{17b4}'
            | '\u{17b5}'
    )
}

fn is_control(text: &str, at: usize, c: char) -> bool {
    match c {
        '\n' | '\t' => false,
        '\r' => false,
        c => c.is_control() && at < text.len(),
    }
}
