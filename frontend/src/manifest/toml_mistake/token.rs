//! Mistakes in one token: a key or a value that needs quotes, a backslash in a path, a duplicate key.

use std::ops::Range;

use super::{Scope, TomlMistake, invalid, line};
use crate::diagnostic::ManifestError;
use crate::manifest::{edits, name};

/// Quotes that word processors insert.
pub(super) const TYPOGRAPHIC_QUOTES: [char; 6] = ['“', '”', '„', '‘', '’', '‚'];

/// Returns the span of the token around a byte.
pub(super) fn around(source: &str, at: usize) -> Range<usize> {
    let is_end = |c: char| c.is_whitespace() || "={}[],#".contains(c);
    let start = source[..at].char_indices().rfind(|(_, c)| is_end(*c));
    let end = source[at..].find(is_end).map_or(source.len(), |end| at + end);
    start.map_or(0, |(start, c)| start + c.len_utf8())..end
}

/// `true` if the token is one key, bare or in quotes.
pub(super) fn is_key(token: &str) -> bool {
    let is_bare = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
    let is_quoted = |quote: char| {
        let inner = token.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        inner.is_some_and(|inner| !inner.contains(quote))
    };
    !token.is_empty() && token.chars().all(is_bare) || is_quoted('"') || is_quoted('\'')
}

/// A token that is not a valid key, before a `=`.
pub(super) fn key(source: &str, span: &Range<usize>, token: Range<usize>) -> TomlMistake {
    let written = &source[token.clone()];
    if !written.contains(char::is_alphanumeric) {
        let reason = format!("`{written}` is not a key");
        return invalid(Scope::Line, &token, &reason, "expected a key", "remove it");
    }
    if written.contains(['"', '\'']) {
        let help = "write a `\"` on both sides of every key and every string on the line";
        return invalid(Scope::Line, &token, "missing `\"`", "not in quotes", help);
    }
    if let Some(key) = written.strip_suffix(':') {
        let key = if is_key(key) { key.to_owned() } else { format!("\"{key}\"") };
        let (at, help) = (token.end - 1..token.end, format!("write `{key} = …`"));
        return invalid(Scope::Line, &at, "`:` instead of `=`", "expected `=`", &help);
    }
    let rest = source[token.end..].lines().next().unwrap_or_default().trim_end();
    let rest = if rest.trim_start().starts_with('=') { rest } else { "" };
    let rest = rest.replace(TYPOGRAPHIC_QUOTES, "\"");
    let has_table = source.contains("[dependencies") || !written.contains(':');
    let below = if has_table { "" } else { ", below a line `[dependencies]`" };
    let quoted = format!("\"{}\"", without_quotes(written));
    let help = format!("write `{quoted}{rest}`{below}");
    // With typographic quotes, every string of the line is likely to have them.
    let (scope, label) = match written.contains(TYPOGRAPHIC_QUOTES) {
        true => (Scope::Line, "TOML's quotes are `\"`"),
        false => (Scope::Token, "not allowed in a key without quotes"),
    };
    let error = ManifestError::KeyNeedsQuotes { key: written.to_owned() };
    let line = line(source, token.start);
    let mistake = with_code(scope, span.clone(), token.clone(), error, label, help);
    let mistake = match scope {
        Scope::Token => mistake.fix(token.clone(), quoted.clone()),
        Scope::Line | Scope::Point => mistake,
    };
    if has_table {
        return mistake;
    }
    // Above the first entry, so that the fixes of several keys have one place for the header.
    let first = edits::first_entry(source);
    if first >= line.start {
        let indent = &source[line.start..token.start];
        return mistake.fix(line.start..token.end, format!("[dependencies]\n{indent}{quoted}"));
    }
    let header = (first..first, "[dependencies]\n".to_owned());
    mistake.fix_all(vec![header, (token, quoted)])
}

/// A token that is not a valid name of a table.
pub(super) fn header_key(source: &str, span: &Range<usize>, token: Range<usize>) -> TomlMistake {
    let written = &source[token.clone()];
    let (key, help) = match written.split_once('.') {
        Some((table, key)) => (key, format!("write `[{table}.\"{}\"]`", without_quotes(key))),
        None => (written, format!("write `[\"{}\"]`", without_quotes(written))),
    };
    let error = ManifestError::KeyNeedsQuotes { key: key.to_owned() };
    let label = "not allowed in a key without quotes";
    let quoted = format!("\"{}\"", without_quotes(key));
    let mistake = with_code(Scope::Token, span.clone(), token.clone(), error, label, help);
    if key != written {
        return mistake.fix(token.end - key.len()..token.end, quoted);
    }
    let in_dependencies = format!("dependencies.{quoted}");
    let sentence = format!("write `[{in_dependencies}]`");
    mistake.fix(token.clone(), quoted).fix_saying(&sentence, vec![(token, in_dependencies)])
}

fn without_quotes(written: &str) -> &str {
    written.trim_matches(|c: char| !c.is_ascii() || c == '"' || c == '\'')
}

/// A token that is not a valid value, after a `=`.
pub(super) fn value(source: &str, span: &Range<usize>, token: Range<usize>) -> TomlMistake {
    let written = &source[token.clone()];
    if written.is_empty() {
        let help = "write a value in quotes after the `=`";
        let reason = "key without a value";
        return invalid(Scope::Point, &(span.start..span.start), reason, "expected a value", help);
    }
    let rest = source[token.end..line(source, token.end).end].trim();
    if rest.starts_with('=') {
        let help = format!("write `{{ {written} {rest} }}`");
        let reason = "inline table without `{` and `}`";
        return invalid(Scope::Line, &token, reason, "expected `{`", &help);
    }
    if !written.contains(|c: char| c.is_alphanumeric() || c == '.') {
        let help = match written.starts_with('>') {
            true => "write `=` instead of `=>`",
            false => "write a string in quotes, or a table in `{` and `}`",
        };
        let reason = format!("`{written}` is not a value");
        return invalid(Scope::Line, &token, &reason, "expected a value", help);
    }
    let bare =
        written.trim_matches(|c: char| "\"'`«»".contains(c) || TYPOGRAPHIC_QUOTES.contains(&c));
    let error = ManifestError::ValueNeedsQuotes { value: written.to_owned() };
    let bare = bare.replace('\\', "/");
    let help = format!("write `\"{bare}\"`");
    let label = "expected `\"` around it";
    let mistake = with_code(Scope::Token, token.clone(), token.clone(), error, label, help)
        .fix(token.clone(), format!("\"{bare}\""));
    match name::nearest_version(&bare).map(|version| format!("\"{version}\"")) {
        Some(version) => mistake.fix_saying(&format!("write `{version}`"), vec![(token, version)]),
        None => mistake,
    }
}

/// A string with a `\` that starts no escape of TOML, as in a path of Windows.
pub(super) fn backslash(source: &str, at: usize) -> TomlMistake {
    let is_end = |c: char| c.is_whitespace() || "=,{}".contains(c);
    let start = source[..at].char_indices().rfind(|(_, c)| is_end(*c));
    let start = start.map_or(0, |(start, c)| start + c.len_utf8());
    let end = source[at..].find(is_end).map_or(source.len(), |end| at + end);
    let path = source[start..end].trim_matches('"').to_owned();
    let written = format!("\"{}\"", path.replace("\\\\", "/").replace('\\', "/"));
    let help = format!("write `{written}`");
    let error = ManifestError::PathBackslash { path };
    with_code(Scope::Token, start..end, start..end, error, "expected `/`", help)
        .fix(start..end, written)
}

/// A key that exists already, or a table header that extends something else than a table.
pub(super) fn duplicate(source: &str, span: &Range<usize>, is_header: bool) -> TomlMistake {
    let key = &source[span.clone()];
    let is_bound = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || "=[]{},.".contains(c));
    let first =
        source[..span.start].rmatch_indices(key).map(|(at, _)| at..at + key.len()).find(|it| {
            is_bound(source[..it.start].chars().next_back())
                && is_bound(source[it.end..].chars().next())
        });
    let error = ManifestError::KeyTwice { key: key.to_owned() };
    let help =
        if is_header { "move the keys of both into one table" } else { "remove one of the two" };
    let mut mistake =
        with_code(Scope::Token, span.clone(), span.clone(), error, "second", help.to_owned());
    if let Some(first) = first {
        mistake = if is_header {
            mistake.fix_all(one_table(source, &first, span))
        } else {
            let (one, other) = (edits::entry(source, &first), edits::entry(source, span));
            let are_equal = source[one.clone()] == source[other.clone()];
            let remove = |entry| vec![(edits::removal(source, &entry), String::new())];
            let mistake = mistake.fix_saying("remove the second one", remove(other));
            if are_equal {
                mistake
            } else {
                mistake.fix_saying("remove the first one", remove(one))
            }
        };
        mistake.related = Some((first, "first here"));
    }
    TomlMistake { is_structural: is_header, ..mistake }
}

/// Returns the edits that move the entries of a second table to the end of the first one, which has the same header.
fn one_table(
    source: &str,
    first: &Range<usize>,
    second: &Range<usize>,
) -> Vec<(Range<usize>, String)> {
    let (first_end, header) = (edits::table_end(source, first.end), line(source, second.start));
    if first_end == header.start {
        return vec![(header, String::new())];
    }
    let end = edits::table_end(source, second.end);
    let entries = source[header.end..end].trim_end();
    let first_end = edits::last_entry(source, first.end).max(line(source, first.start).end - 1);
    vec![(first_end..first_end, format!("\n{entries}")), (header.start..end, String::new())]
}

fn with_code(
    scope: Scope,
    range: Range<usize>,
    token: Range<usize>,
    error: ManifestError,
    label: &'static str,
    help: String,
) -> TomlMistake {
    TomlMistake {
        scope,
        range,
        token,
        error,
        label,
        help,
        fixes: Vec::new(),
        is_structural: false,
        related: None,
    }
}
