//! Escapes text that a component chose, so that it cannot pass for something else in a log or on a terminal.

use std::fmt;

/// Displays a text in one line: line breaks, control characters and characters that reorder text are escaped.
pub(in crate::host) struct Escaped<'a>(pub(in crate::host) &'a str);

impl fmt::Display for Escaped<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Quotes are no danger, and frequent in messages.
        self.0.split_inclusive(['\'', '"']).try_for_each(|part| {
            let text = part.trim_end_matches(['\'', '"']);
            write!(f, "{}{}", text.escape_debug(), &part[text.len()..])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::Escaped;

    #[test]
    fn control_characters_and_reordering_are_escaped_and_quotes_are_not() {
        let cases = [
            ("it's \"done\"", "it's \"done\""),
            ("a\nb\r\tc", r"a\nb\r\tc"),
            ("\u{1b}[31mred\u{7}", r"\u{1b}[31mred\u{7}"),
            ("\u{202e}x\u{2028}\u{9b}", r"\u{202e}x\u{2028}\u{9b}"),
            (r"a\nb", r"a\\nb"),
            ("\u{fc}\u{4e2d}", "\u{fc}\u{4e2d}"),
            ("''", "''"),
            ("", ""),
        ];
        for (text, expected) in cases {
            assert_eq!(Escaped(text).to_string(), expected);
        }
    }
}
