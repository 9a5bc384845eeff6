//! From text to tokens and comments, with the characters that WIT does not have reported and set aside.

use super::confusables;
use super::token::{Kind, Span, Token};
use crate::diagnostic::{Diagnostic, SyntaxError};
use crate::files::FileId;

/// What a text is made of. The last token is always [`Kind::End`].
pub(super) struct Lexed {
    pub tokens: Vec<Token>,
    pub comments: Vec<Span>,
    pub faults: Vec<Diagnostic>,
}

/// Takes a text apart.
pub(super) fn lex(file: FileId, text: &str) -> Lexed {
    let out = Lexed { tokens: Vec::new(), comments: Vec::new(), faults: Vec::new() };
    let mut lexer = Lexer { file, text, at: 0, fresh: true, out };
    lexer.out.faults = confusables::forbidden(file, text);
    if text.starts_with('\u{feff}') {
        lexer.at = '\u{feff}'.len_utf8();
    }
    while let Some(c) = lexer.peek() {
        lexer.step(c);
    }
    lexer.push(Kind::End, text.len());
    lexer.out
}

struct Lexer<'a> {
    file: FileId,
    text: &'a str,
    at: usize,
    fresh: bool,
    out: Lexed,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn rest(&self) -> &str {
        &self.text[self.at..]
    }

    fn push(&mut self, kind: Kind, start: usize) {
        let fresh = std::mem::replace(&mut self.fresh, false);
        self.out.tokens.push(Token { kind, span: start..self.at, fresh });
    }

    fn step(&mut self, c: char) {
        let start = self.at;
        match c {
            '\n' => {
                self.at += 1;
                self.fresh = true;
            }
            '\r' => self.carriage_return(),
            ' ' | '\t' => self.at += 1,
            '/' if self.is_star_behind_path() => {
                self.at += 1;
                self.push(Kind::Mark('/'), start);
                self.at += 1;
                self.push(Kind::Mark('*'), start + 1);
            }
            '/' if self.rest().starts_with("//") => self.line_comment(),
            '/' if self.rest().starts_with("/*") => self.block_comment(),
            '#' if self.rest().starts_with("#[") => self.foreign_attribute(),
            '#' => self.foreign_comment(),
            '-' if self.rest().starts_with("->") => {
                self.at += 2;
                self.push(Kind::Arrow, start);
            }
            '"' => self.string(),
            '%' => {
                self.at += 1;
                self.word();
                self.push(Kind::Escaped, start);
            }
            c if c == '_' || c.is_alphabetic() => {
                self.word();
                self.push(Kind::Word, start);
            }
            c if c.is_ascii_digit() => {
                self.at += self.rest().len() - self.rest().trim_start_matches(is_digit).len();
                self.push(Kind::Integer, start);
            }
            c if c.is_ascii_graphic() => {
                self.at += 1;
                self.push(Kind::Mark(c), start);
            }
            c => self.strange(c),
        }
    }

    fn word(&mut self) {
        let part =
            |c: char| c == '-' || c == '_' || c.is_alphanumeric() || confusables::is_hidden(c);
        let rest = self.rest();
        let mut length = rest.len() - rest.trim_start_matches(part).len();
        // `a->b` is a name and an arrow where somebody forgot the blank.
        if rest[..length].ends_with('-') && rest[length..].starts_with('>') {
            length -= 1;
        }
        let start = self.at;
        self.at += length;
        let dashes = self.text[start..self.at]
            .char_indices()
            .filter(|(_, c)| confusables::is_hidden(*c))
            .map(|(i, c)| (start + i, c))
            .collect::<Vec<_>>();
        for (at, c) in dashes {
            self.out.faults.extend(confusables::fault(self.file, at, c));
        }
    }

    /// A `\r` before a `\n` is a blank; alone, it ends a line in files of old systems, and WIT does not have it.
    fn carriage_return(&mut self) {
        let start = self.at;
        self.at += 1;
        if self.rest().starts_with('\n') {
            return;
        }
        self.fresh = true;
        if !self.out.faults.iter().any(confusables::is_carriage_return) {
            self.out.faults.push(confusables::carriage_return(self.file, start));
        }
    }

    /// Whether `/*` is no comment here, but the star of `import a:b/*;`.
    fn is_star_behind_path(&self) -> bool {
        let name = self.text[..self.at].ends_with(|c: char| c.is_ascii_alphanumeric());
        let rest = self.rest();
        name && rest.starts_with("/*") && rest[2..].starts_with([';', '@']) && !rest.contains("*/")
    }

    fn line_comment(&mut self) {
        let start = self.at;
        // In a file without any `\n` a `\r` ends a line for its author.
        let end = if self.text.contains('\n') { '\n' } else { '\r' };
        self.at += self.rest().find(end).unwrap_or(self.rest().len());
        self.out.comments.push(start..self.at);
    }

    fn block_comment(&mut self) {
        let start = self.at;
        let mut depth = 0usize;
        loop {
            let rest = self.rest();
            if rest.starts_with("/*") {
                depth += 1;
                self.at += 2;
            } else if rest.starts_with("*/") {
                depth -= 1;
                self.at += 2;
                if depth == 0 {
                    break;
                }
            } else if let Some(c) = rest.chars().next() {
                self.at += c.len_utf8();
            } else {
                self.unterminated_comment(start, depth);
                break;
            }
        }
        self.fresh |= self.text[start..self.at].contains('\n');
        self.out.comments.push(start..self.at);
    }

    fn unterminated_comment(&mut self, start: usize, depth: usize) {
        let help = if depth > 1 || self.text[start + 2..].contains("/*") {
            "comments nest in WIT: write one `*/` for each `/*`"
        } else {
            "write `*/` where the comment ends"
        };
        let fault = Diagnostic::at(
            SyntaxError::UnterminatedComment,
            self.file,
            start..start + 2,
            "no `*/` follows",
        );
        self.out.faults.push(fault.with_help(help));
    }

    fn foreign_comment(&mut self) {
        let start = self.at;
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
        let line = self.text[start..self.at].trim_end();
        let help = format!("write `// {}`", line.trim_start_matches('#').trim_start());
        let fault = Diagnostic::at(
            SyntaxError::ForeignComment,
            self.file,
            start..start + line.len(),
            "a comment starts with `//`",
        );
        self.out.faults.push(fault.with_help(help));
    }

    /// `#[deprecated]`, as in Rust, up to the `]`.
    fn foreign_attribute(&mut self) {
        let start = self.at;
        let line = self.rest().lines().next().unwrap_or_default();
        let mut depth = 0usize;
        let end = line.char_indices().find_map(|(at, c)| {
            match c {
                '[' => depth += 1,
                ']' => depth -= 1,
                _ => {}
            }
            (c == ']' && depth == 0).then_some(at + 1)
        });
        self.at += end.unwrap_or(line.trim_end().len());
        let found = self.text[start..self.at].to_owned();
        let help = match found.trim_start_matches(['#', '[']) {
            inner if inner.starts_with("deprecated") => "write `@deprecated(version = …)`",
            inner if inner.starts_with("derive") => {
                "delete it: the macro's option `additional_derives` adds derives"
            }
            inner if inner.starts_with("doc") => "write a comment that starts with `///`",
            _ => {
                "delete it: WIT's only attributes are `@since(…)`, `@unstable(…)`, \
                 `@deprecated(…)` and `@external-id(…)`"
            }
        };
        let kind = SyntaxError::ForeignKeyword { found };
        let text = "an attribute of WIT starts with `@`";
        let fault = Diagnostic::at(kind, self.file, start..self.at, text);
        self.out.faults.push(fault.with_help(help));
    }

    fn string(&mut self) {
        let start = self.at;
        self.at += 1;
        let mut escaped = false;
        while let Some(c) = self.peek() {
            if c == '\n' {
                break;
            }
            self.at += c.len_utf8();
            if c == '"' && !escaped {
                return self.push(Kind::Text, start);
            }
            escaped = c == '\\' && !escaped;
        }
        let fault = Diagnostic::at(
            SyntaxError::UnterminatedText,
            self.file,
            start..start + 1,
            "no second `\"` on this line",
        );
        self.out.faults.push(fault.with_help("write `\"` where the text ends"));
        self.push(Kind::Text, start);
    }

    fn strange(&mut self, c: char) {
        let start = self.at;
        self.at += c.len_utf8();
        if self.out.faults.len() < 100 {
            self.out.faults.extend(confusables::fault(self.file, start, c));
        }
        match confusables::meant(c) {
            Some('→') => self.push(Kind::Arrow, start),
            Some(mark) if !mark.is_whitespace() => self.push(Kind::Mark(mark), start),
            // A symbol stands where its author wants a name.
            None if !c.is_control() && !c.is_whitespace() && !confusables::is_hidden(c) => {
                self.push(Kind::Word, start);
            }
            _ => {}
        }
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}
