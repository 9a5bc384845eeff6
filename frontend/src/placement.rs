//! The parts of a source that a proposed text can stand for: an error is often at one token, and its help shows the whole
//! path, type or statement.

use std::cmp::Reverse;
use std::ops::Range;

use crate::spelling::within;

/// The largest number of ranges for one text.
const MAX_RANGES: usize = 48;

/// The largest number of tokens on each side of the primary span.
const MAX_TOKENS: usize = 24;

/// The marks that end a statement of WIT.
const ENDS: [char; 3] = [';', '{', '}'];

/// Returns the ranges that `text` can replace for an error at `primary`, the best one first.
///
/// The best ranges add only tokens that the text repeats: its first ones before `primary`, its last ones after it. Then
/// comes `primary` itself, and then larger ranges whose tokens are all in the text, so that nothing is lost. A text that is
/// a whole statement also stands for the whole statement.
pub(super) fn of_text(source: &str, primary: &Range<usize>, text: &str) -> Vec<Range<usize>> {
    let primary = within(primary, source);
    let words: Vec<&str> = tokens(text, 0..text.len()).map(|token| &text[token]).collect();
    let count = words.len().min(MAX_TOKENS);
    let before = tokens_before(source, primary.start, count);
    let after: Vec<_> = tokens(source, primary.end..source.len()).take(count).collect();
    let texts = |tokens: &[Range<usize>]| -> Vec<&str> {
        tokens.iter().map(|token| &source[token.clone()]).collect()
    };
    let (texts_before, texts_after) = (texts(&before), texts(&after));
    let is_repeated = |(b, a): &(usize, usize)| {
        b + a <= words.len()
            && texts_before[..*b].iter().rev().eq(&words[..*b])
            && texts_after[..*a] == words[words.len() - a..]
    };
    let is_kept = |(b, a): &(usize, usize)| {
        let mut left = words.clone();
        texts_before[..*b].iter().chain(&texts_after[..*a]).all(|word| {
            let found = left.iter().position(|other| other == word);
            found.map(|at| left.swap_remove(at)).is_some()
        })
    };
    let pairs = (0..=before.len()).flat_map(|b| (0..=after.len()).map(move |a| (b, a)));
    let mut pairs: Vec<_> = pairs.filter(|pair| *pair != (0, 0) && is_kept(pair)).collect();
    pairs.sort_by_key(|(b, a)| Reverse(b + a));
    let (mut best, others): (Vec<_>, Vec<_>) = pairs.into_iter().partition(is_repeated);
    let is_statement = text.ends_with(ENDS);
    if !is_statement {
        best.push((0, 0));
    }
    best.extend(others);
    let range = |(b, a): (usize, usize)| {
        let start = if b == 0 { primary.start } else { before[b - 1].start };
        start..if a == 0 { primary.end } else { after[a - 1].end }
    };
    let mut ranges: Vec<Range<usize>> = best.into_iter().map(range).collect();
    if is_statement {
        let statement = statement(source, &primary);
        let line = source[..primary.start].rfind('\n').map_or(0, |at| at + 1);
        let line = line + source[line..].len() - source[line..].trim_start().len();
        ranges.push(statement.clone());
        ranges.push(line.clamp(statement.start, primary.start)..statement.end);
        ranges.push(primary.start..statement.end);
        ranges.push(primary);
    }
    // A text has no comments, so it replaces none.
    ranges.retain(|range| !source[range.clone()].contains("//"));
    unique(ranges)
}

/// Returns the ranges that can be removed for an error at `primary`, the best one first: the span itself, with the comma
/// beside it, its statement, and its line.
pub(super) fn of_removal(source: &str, primary: &Range<usize>) -> Vec<Range<usize>> {
    let primary = within(primary, source);
    let mut ranges = vec![with_space(source, primary.clone())];
    // The argument of an attribute goes with it.
    if source[primary.clone()].starts_with('@')
        && source[primary.end..].starts_with('(')
        && let Some(close) = source[primary.end..].find(')')
    {
        ranges.push(with_space(source, primary.start..primary.end + close + 1));
    }
    let next = tokens(source, primary.end..source.len()).next();
    if let Some(comma) = next.filter(|token| source[token.clone()] == *",") {
        ranges.push(with_space(source, primary.start..comma.end));
    }
    let last = tokens_before(source, primary.start, 1).pop();
    if let Some(comma) = last.filter(|token| source[token.clone()] == *",") {
        ranges.push(comma.start..primary.end);
    }
    // A function is only removed by an error at its start, not by one inside.
    let statement = statement(source, &primary);
    let text = &source[statement.clone()];
    let import = ["import ", "export "].iter().any(|word| text.starts_with(word));
    if statement.start == primary.start || import || !text.contains('(') {
        ranges.push(with_space(source, statement));
    }
    unique(ranges)
}

fn unique(ranges: Vec<Range<usize>>) -> Vec<Range<usize>> {
    let mut kept: Vec<Range<usize>> = Vec::new();
    for range in ranges {
        if kept.len() < MAX_RANGES && !kept.contains(&range) {
            kept.push(range);
        }
    }
    kept
}

/// Returns the statement around a range, with the `;` or `{` at its end.
fn statement(source: &str, range: &Range<usize>) -> Range<usize> {
    let is_end = |at: &usize| source[*at..].starts_with(ENDS) && !is_in_comment(source, *at);
    let start = (0..range.start).rev().filter(|at| source.is_char_boundary(*at)).find(is_end);
    let start = start.map_or(0, |at| at + 1);
    let start = tokens(source, start..range.start).next().map_or(range.start, |token| token.start);
    // The span may have the end of the statement itself.
    if source[range.clone()].ends_with(ENDS) {
        return start..range.end;
    }
    let end = (range.end..source.len()).filter(|at| source.is_char_boundary(*at)).find(is_end);
    let end = match end {
        Some(at) if source[at..].starts_with('}') => at,
        Some(at) => at + 1,
        None => source.len(),
    };
    start..range.end + source[range.end..end].trim_end().len()
}

/// Returns `true` if a position is in a line comment.
fn is_in_comment(source: &str, at: usize) -> bool {
    let line = source[..at].rfind('\n').map_or(0, |end| end + 1);
    source[line..at].contains("//")
}

/// Returns a range with the white space that would be left over without it: the whole line if nothing else is on it, or
/// else the space before or after it.
pub(super) fn with_space(source: &str, range: Range<usize>) -> Range<usize> {
    let blank = |char: char| matches!(char, ' ' | '\t');
    let before = source[..range.start].trim_end_matches(blank);
    let after = source[range.end..].trim_start_matches(blank);
    let starts_line = before.is_empty() || before.ends_with('\n');
    match after.strip_prefix("\r\n").or_else(|| after.strip_prefix('\n')) {
        Some(rest) if starts_line => before.len()..source.len() - rest.len(),
        None if after.is_empty() && starts_line => before.len()..source.len(),
        // Without white space before it, that after it separates its neighbours.
        None if before.len() == range.start
            && !starts_line
            && !before.ends_with(['(', '<', '{']) =>
        {
            range
        }
        None if !after.starts_with([';', ',', ')', '>']) => range.start..source.len() - after.len(),
        Some(_) | None => before.len()..range.end,
    }
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, '-' | '_' | '%')
}

/// Returns the words and the punctuation characters of a part of a source, without comments.
fn tokens(source: &str, range: Range<usize>) -> impl Iterator<Item = Range<usize>> {
    let mut at = range.start;
    std::iter::from_fn(move || {
        loop {
            let rest = source.get(at..range.end)?;
            let next = rest.chars().next()?;
            if next.is_whitespace() {
                at += next.len_utf8();
            } else if rest.starts_with("//") {
                at += rest.find('\n').unwrap_or(rest.len());
            } else {
                let length = rest.find(|char| !is_word(char)).unwrap_or(rest.len());
                let token = at..at + length.max(next.len_utf8());
                at = token.end;
                return Some(token);
            }
        }
    })
}

/// Returns the last tokens before an offset, the last one first. They are at most four lines before it.
fn tokens_before(source: &str, at: usize, count: usize) -> Vec<Range<usize>> {
    let lines = source[..at].rmatch_indices('\n').nth(3);
    let mut before: Vec<_> = tokens(source, lines.map_or(0, |(start, _)| start)..at).collect();
    before.reverse();
    before.truncate(count);
    before
}

#[cfg(test)]
mod tests {
    use super::{of_removal, of_text};

    /// Returns the source after each edit, with the text `at` as the primary span.
    fn edited(source: &str, at: &str, text: Option<&str>) -> Vec<String> {
        let start = source.find(at).expect("the source contains the span");
        let primary = start..start + at.len();
        let ranges = match text {
            Some(text) => of_text(source, &primary, text),
            None => of_removal(source, &primary),
        };
        let edit = |range: std::ops::Range<usize>| {
            format!(
                "{}{}{}",
                &source[..range.start],
                text.unwrap_or_default(),
                &source[range.end..]
            )
        };
        ranges.into_iter().map(edit).collect()
    }

    #[test]
    fn a_text_replaces_the_tokens_that_it_repeats() {
        for (source, at, text, expected) in [
            (
                "f: func() -> result<void, string>;",
                "void",
                "result<_, string>",
                "f: func() -> result<_, string>;",
            ),
            (
                "import wasi:cli:environment;",
                ":environment",
                "wasi:cli/environment",
                "import wasi:cli/environment;",
            ),
            ("f: func(a: u8[], b: u8);", "u8[]", "list<u8>", "f: func(a: list<u8>, b: u8);"),
            (
                "@stable(version = 1.0.0)\nf: func();",
                "@stable",
                "@since(version = 1.0.0)",
                "@since(version = 1.0.0)\nf: func();",
            ),
        ] {
            assert_eq!(edited(source, at, Some(text))[0], expected);
        }
    }

    #[test]
    fn a_statement_replaces_the_whole_statement() {
        let edits =
            edited("g: func();\nint add(int a);\nh: func();", "add", Some("add: func(a: s32);"));
        assert!(
            edits.contains(&"g: func();\nadd: func(a: s32);\nh: func();".to_owned()),
            "{edits:?}"
        );
    }

    #[test]
    fn comments_are_neither_replaced_nor_read_as_statements() {
        let source =
            "record r {\n    /// One; two.\n    a: u8,\n    /// Three; four.\n    b: u8,\n}\n";
        for edit in edited(source, "a: u8", Some("a: func() -> u8;")) {
            assert!(
                edit.contains("/// One; two.\n") && edit.contains("/// Three; four.\n"),
                "{edit}"
            );
        }
    }

    #[test]
    fn a_removal_takes_the_space_the_comma_or_the_line() {
        for (source, at, expected) in [
            ("pub interface i {}", "pub", "interface i {}"),
            ("f: func(a: u8, &self);", "&self", "f: func(a: u8);"),
            ("f: func(&self, a: u8);", "&self", "f: func(a: u8);"),
            ("a;\n  pub;\nb;", "pub", "a;\nb;"),
            ("@since(version = 1.0.0) f: func();", "@since", "f: func();"),
            ("f: func(a: u8)* -> u8;", "*", "f: func(a: u8) -> u8;"),
        ] {
            let edits = edited(source, at, None);
            assert!(edits.contains(&expected.to_owned()), "{edits:?}");
        }
    }

    #[test]
    fn a_function_is_not_removed_for_an_error_inside_it() {
        let edits = edited("f: func() -> result u32;", "u32", None);
        assert!(edits.iter().all(|edit| edit.starts_with("f: func()")), "{edits:?}");
    }
}
