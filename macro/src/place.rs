//! Where the call stands: bindings are modules, and modules do not work inside a function.

use airssys_bindings_codegen::diagnostic::{ArgumentError, Diagnostic, Location};

/// The fault of a call that stands inside a function.
///
/// A macro is not told where it stands, so this reads the source up to the call. A call that is not
/// found there, since another macro wrote it, say, is taken to stand in a module.
pub(crate) fn in_function() -> Option<Diagnostic> {
    let span = proc_macro::Span::call_site();
    let source = std::fs::read_to_string(span.local_file()?).ok()?;
    let before = before(&source, span.line(), span.column())?;
    is_in_function(before).then(|| {
        Diagnostic::new(ArgumentError::InFunction, Location::Call)
            .with_help("move the call out of the function, to a module")
    })
}

/// The source before a line and column, both from 1.
fn before(source: &str, line: usize, column: usize) -> Option<&str> {
    let start: usize = source.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let rest = source.get(start..)?;
    let (bytes, _) = rest.char_indices().nth(column.checked_sub(1)?)?;
    source.get(..start + bytes)
}

/// Whether a `{` that is still open at the end of `source` is the body of a function.
fn is_in_function(source: &str) -> bool {
    let mut open: Vec<bool> = Vec::new();
    let mut head = String::new();
    let mut rest = source;
    while let Some(next) = rest.chars().next() {
        let skipped = skipped(rest);
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

/// Whether what stands before a `{` is the head of a function.
fn is_function(head: &str) -> bool {
    head.split(|char: char| !char.is_alphanumeric() && char != '_').any(|word| word == "fn")
}

/// How many bytes at the start are a comment, a string or a character.
fn skipped(source: &str) -> usize {
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
    fn a_call_at_the_top_or_in_a_module_is_not_in_a_function() {
        for source in [
            "",
            "fn a() {}\n",
            "mod a { fn b() -> char { '{' } ",
            "mod a { // fn {\n",
            "/* fn { */",
        ] {
            assert!(!is_in_function(source), "{source}");
        }
    }

    #[test]
    fn a_call_in_a_body_is_in_a_function() {
        for source in [
            "fn a() { ",
            "impl<'a> A<'a> { const fn b(s: &'a str) where A: B { let c = { ",
            "fn a() { mod b { ",
        ] {
            assert!(is_in_function(source), "{source}");
        }
    }

    #[test]
    fn braces_in_strings_and_comments_do_not_count() {
        for source in [
            r##"const A: &str = r#"fn { ""#; "##,
            "const A: &str = \"fn a() {\\\"\"; ",
            "/* /* fn { */ { */ ",
        ] {
            assert!(!is_in_function(source), "{source}");
        }
    }

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        assert_eq!(before("ab\nüc", 2, 2), Some("ab\nü"));
        assert_eq!(before("ab\n", 5, 1), None);
    }
}
