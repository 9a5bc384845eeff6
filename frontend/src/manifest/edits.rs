//! Ranges of TOML source for edits: an entry, a table, and what goes with them when they are removed.

use std::ops::Range;

/// Returns the entry with a key: from the key to the end of its value, or for the header of a table, the table.
pub(super) fn entry(source: &str, key: &Range<usize>) -> Range<usize> {
    let line = source[..key.start].rfind('\n').map_or(0, |at| at + 1);
    let before = &source[line..key.start];
    if before.trim_start().starts_with('[') && !before.contains('=') {
        return line..table_end(source, key.end);
    }
    // A dotted key starts before its last part.
    let start = before.rfind(['{', ',', '=', '[']).map_or(line, |at| line + at + 1);
    let start = start + source[start..].len() - source[start..].trim_start().len();
    start.min(key.start)..value_end(source, key.end)
}

/// Returns the end of the table with the header at or before `at`: the start of the next header, or the end of the file.
pub(super) fn table_end(source: &str, at: usize) -> usize {
    let mut end = at;
    for line in source[at..].split_inclusive('\n') {
        if end > at && line.trim_start().starts_with('[') {
            break;
        }
        end += line.len();
    }
    end
}

/// Returns the range of the line that starts a table, without white space around it.
pub(super) fn header(source: &str, name: &str) -> Option<Range<usize>> {
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let (trimmed, at) = (line.trim(), start + line.len() - line.trim_start().len());
        let written = trimmed.split('#').next().unwrap_or_default().trim_end();
        let inner = written.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
        if inner.is_some_and(|inner| inner.trim() == name) {
            return Some(at..at + written.len());
        }
        start += line.len();
    }
    None
}

/// Returns the start of the first line that is neither blank nor a comment.
pub(super) fn first_entry(source: &str) -> usize {
    let is_skipped = |line: &&str| {
        let line = line.trim_start();
        line.is_empty() || line.starts_with('#')
    };
    source.split_inclusive('\n').take_while(is_skipped).map(str::len).sum()
}

/// Returns the end of the last line with an entry of the table whose header ends at `at`.
pub(super) fn last_entry(source: &str, at: usize) -> usize {
    let table = &source[at..table_end(source, at)];
    at + table.trim_end().len()
}

/// Returns the end of the value after a key: the end of its line, or the `,` or the bracket after it.
fn value_end(source: &str, key_end: usize) -> usize {
    let (mut depth, mut end, mut string) = (0_usize, key_end, None);
    let mut is_escaped = false;
    for (at, char) in source[key_end..].char_indices() {
        match (string, char) {
            (Some(_), '\n') => string = None,
            (Some(quote), char) => {
                if char == quote && !is_escaped {
                    string = None;
                }
                is_escaped = char == '\\' && quote == '"' && !is_escaped;
            }
            (None, '"' | '\'') => (string, is_escaped) = (Some(char), false),
            (None, '{' | '[') => depth += 1,
            (None, '}' | ']' | '\n' | ',' | '#') if depth == 0 => return end,
            (None, '}' | ']') => depth -= 1,
            (None, _) => {}
        }
        if !char.is_whitespace() {
            end = key_end + at + char.len_utf8();
        }
    }
    end
}

/// Returns a range with the comma beside it, or with its whole line if nothing else is on it.
pub(super) fn removal(source: &str, range: &Range<usize>) -> Range<usize> {
    let blank = |c: char| matches!(c, ' ' | '\t');
    let before = source[..range.start].trim_end_matches(blank);
    let after = source[range.end..].trim_start_matches(blank);
    let starts_line = before.is_empty() || before.ends_with('\n');
    if let Some(rest) = after.strip_prefix(',').filter(|_| !starts_line) {
        let rest = rest.trim_start_matches(blank);
        return range.start..source.len() - rest.len();
    }
    if before.ends_with(',') {
        return before.len() - 1..range.end;
    }
    let rest = after.strip_prefix("\r\n").or_else(|| after.strip_prefix('\n'));
    match rest {
        Some(rest) if starts_line => before.len()..source.len() - rest.len(),
        _ if starts_line && after.is_empty() => before.len()..source.len(),
        _ if starts_line && after.starts_with('#') => range.start..source.len() - after.len(),
        _ => range.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_is_removed_with_its_comma_or_line() {
        for (source, key, expected) in [
            ("a = 1\nb = \"x\"\nc = 3\n", "b", "a = 1\nc = 3\n"),
            ("b = [1,\n 2]\nc = 3\n", "b", "c = 3\n"),
            ("x = { a = 1, b = \"},\", c = 3 }\n", "b", "x = { a = 1, c = 3 }\n"),
            ("x = { a = 1, b = 2 }\n", "b", "x = { a = 1 }\n"),
            ("x = { b = 2 }\n", "b", "x = {  }\n"),
            ("[b]\na = 1\n\n[c]\n", "b", "[c]\n"),
            ("[dependencies.b]\na = 1\n", "b", ""),
            ("a = 1\ny.b = 2 # why\n", "b", "a = 1\n# why\n"),
            ("b = '\\' # c", "b", "# c"),
        ] {
            let at = source.find(key).expect("the key");
            let range = removal(source, &entry(source, &(at..at + key.len())));
            let edited = format!("{}{}", &source[..range.start], &source[range.end..]);
            assert_eq!(edited, expected, "{source}");
        }
    }
}
