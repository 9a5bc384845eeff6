//! From the texts of a folder to whether they hold nothing but nested packages, `package a:b { … }`.

/// Whether no text has a package of its own: each starts with a nested one or is blank, and not all are blank.
pub fn only_nested<'a>(mut texts: impl Iterator<Item = &'a str> + Clone) -> bool {
    let some = texts.clone().any(|text| !after_comments(text).is_empty());
    some && texts.all(starts_nested)
}

/// Whether a file's first words are those of a nested package, `package a:b {`, or it has no words.
fn starts_nested(text: &str) -> bool {
    let text = after_comments(text);
    text.is_empty()
        || text
            .strip_prefix("package")
            .and_then(|rest| rest.find(['{', ';']).map(|at| rest[at..].starts_with('{')))
            .unwrap_or(false)
}

/// Where a file says that it is of the package `name`: `package a:b@1.0.0;`, before all else.
pub fn header_of(text: &str, name: &str) -> Option<usize> {
    let rest = after_comments(text);
    let header = rest.strip_prefix("package")?.split([';', '{']).next()?;
    let is_it =
        header.chars().filter(|char| !char.is_whitespace() && *char != '%').eq(name.chars());
    is_it.then_some(text.len() - rest.len())
}

/// `true` if the first token of a file, after comments, is one that WIT starts with.
pub fn is_wit(text: &str) -> bool {
    let start = after_comments(text);
    ["package ", "interface ", "world ", "use ", "@"].iter().any(|token| start.starts_with(token))
}

/// A text from its first word on.
fn after_comments(text: &str) -> &str {
    let mut rest = text.trim_start();
    loop {
        let after = match rest.get(..2) {
            Some("//") => rest.split_once('\n').map_or("", |(_, after)| after),
            Some("/*") => after_block(rest),
            _ => return rest,
        };
        rest = after.trim_start();
    }
}

/// A text behind the comment that it starts with. Comments of this kind hold others.
fn after_block(text: &str) -> &str {
    let (mut depth, mut at) = (0_usize, 0);
    while at < text.len() {
        let rest = &text.as_bytes()[at..];
        if rest.starts_with(b"/*") {
            depth += 1;
        } else if rest.starts_with(b"*/") {
            depth -= 1;
        }
        at += if rest.starts_with(b"/*") || rest.starts_with(b"*/") { 2 } else { 1 };
        if depth == 0 {
            return &text[at..];
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_header_stands_before_all_else() {
        let text = "/* package x:y; */\n/// docs\npackage a:%b@1.0.0;";
        assert_eq!(header_of(text, "a:b@1.0.0"), Some(28));
        assert_eq!(header_of(text, "x:y"), None);
        assert_eq!(header_of("interface i {}", "a:b"), None);
    }

    #[test]
    fn comments_before_a_nested_package_nest() {
        for text in [
            "package a:b {}",
            "/* a /* b */ package x:y; */ package a:b{}",
            "// package x:y;\n\u{a0}/**/package\na:b@1.0.0\n{ }",
        ] {
            assert!(only_nested([text, "// blank"].into_iter()), "{text}");
        }
        for text in ["package a:b; interface i {}", "interface i {}", "/* package a:b {}", ""] {
            assert!(!only_nested([text].into_iter()), "{text}");
        }
        assert!(!only_nested(["package a:b {}", "package c:d;"].into_iter()));
    }
}
