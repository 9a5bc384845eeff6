//! Rejects a call in the body of a function, where the modules of the bindings do not work.

use airssys_bindings_codegen::diagnostic::{ArgumentError, Diagnostic, Location};

/// Returns the error for a call in the body of a function.
///
/// The compiler does not tell a macro which item contains the call, so this scans the source up to the call. A call that
/// is not in the source, such as one that another macro generated, counts as a call in a module.
pub(crate) fn error() -> Option<Diagnostic> {
    let span = proc_macro::Span::call_site();
    let source = std::fs::read_to_string(span.local_file()?).ok()?;
    let before = source_before(&source, span.line(), span.column())?;
    ends_in_function(before).then(|| {
        Diagnostic::new(ArgumentError::InFunction, Location::Call)
            .with_help("move the call out of the function into a module")
    })
}

/// Returns the source before a line and column, which count from 1.
fn source_before(source: &str, line: usize, column: usize) -> Option<&str> {
    let start: usize = source.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let rest = source.get(start..)?;
    let (bytes, _) = rest.char_indices().nth(column.checked_sub(1)?)?;
    source.get(..start + bytes)
}

/// Returns `true` if the end of `source` is in the body of a function.
fn ends_in_function(source: &str) -> bool {
    let mut open: Vec<bool> = Vec::new();
    let mut head = String::new();
    let mut rest = source;
    while let Some(next) = rest.chars().next() {
        let skipped = comment_or_literal(rest);
        if skipped > 0 {
            rest = &rest[skipped..];
            head.push(' ');
            continue;
        }
        match next {
            '{' => open.push(is_function(&std::mem::take(&mut head))),
            '}' => {
                open.pop();
                head.clear();
            }
            ';' => head.clear(),
            other => head.push(other),
        }
        rest = &rest[next.len_utf8()..];
    }
    open.contains(&true)
}

/// Returns `true` if the source of an item before its `{` is the signature of a function.
fn is_function(head: &str) -> bool {
    head.split(|char: char| !char.is_alphanumeric() && char != '_').any(|word| word == "fn")
}

/// Returns the length of the comment, string or character literal at the start of `source`, or 0.
fn comment_or_literal(source: &str) -> usize {
    let to_end_of = |end: &str, from: usize| {
        source
            .get(from..)
            .and_then(|rest| rest.find(end))
            .map_or(source.len(), |at| from + at + end.len())
    };
    if source.starts_with("//") {
        return source.find('\n').unwrap_or(source.len());
    }
    if source.starts_with("/*") {
        return block_comment(source);
    }
    if let Some(raw) = source.strip_prefix('r') {
        let hashes = raw.len() - raw.trim_start_matches('#').len();
        if raw[hashes..].starts_with('"') {
            return to_end_of(&format!("\"{}", "#".repeat(hashes)), hashes + 2);
        }
    }
    match source.as_bytes() {
        [b'"', ..] => quoted(source, '"'),
        // A lifetime has no second quote after one character.
        [b'\'', b'\\', ..] => quoted(source, '\''),
        [b'\'', ..] => {
            let mut chars = source.char_indices().skip(2);
            match chars.next() {
                Some((at, '\'')) => at + 1,
                _ => 0,
            }
        }
        _ => 0,
    }
}

/// Returns the length of the block comment at the start, which can contain others.
fn block_comment(source: &str) -> usize {
    let (mut depth, mut at) = (0usize, 0);
    while at < source.len() {
        match source.as_bytes()[at..] {
            [b'/', b'*', ..] => (depth, at) = (depth + 1, at + 2),
            [b'*', b'/', ..] => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

/// Returns the length of the literal in quotes at the start.
fn quoted(source: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, char) in source.char_indices().skip(1) {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            char if char == quote => return at + 1,
            _ => {}
        }
    }
    source.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_and_the_crate_root_are_not_in_a_function() {
        for source in [
            "",
            "fn a() {}\n",
            "mod a { fn b() -> char { '{' } ",
            "mod a { // fn {\n",
            "/* fn { */",
        ] {
            assert!(!ends_in_function(source), "{source}");
        }
    }

    #[test]
    fn function_bodies_are_in_a_function() {
        for source in [
            "fn a() { ",
            "impl<'a> A<'a> { const fn b(s: &'a str) where A: B { let c = { ",
            "fn a() { mod b { ",
        ] {
            assert!(ends_in_function(source), "{source}");
        }
    }

    #[test]
    fn braces_in_strings_and_comments_are_ignored() {
        for source in [
            r##"const A: &str = r#"fn { ""#; "##,
            "const A: &str = \"fn a() {\\\"\"; ",
            "/* /* fn { */ { */ ",
        ] {
            assert!(!ends_in_function(source), "{source}");
        }
    }

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        assert_eq!(source_before("ab\nüc", 2, 2), Some("ab\nü"));
        assert_eq!(source_before("ab\n", 5, 1), None);
    }
}
