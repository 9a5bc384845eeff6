//! The lexer: from source to tokens and comments, with errors for the characters that are not allowed.

use super::confusables;
use super::cursor::MAX_ERRORS;
use super::foreign_comments;
use super::token::{Kind, Span, Token, is_item_keyword};
use crate::diagnostic::{Diagnostic, Edit, Help, SyntaxError};
use crate::files::FileId;

/// The tokens, comments and errors of a source. The last token is always [`Kind::Eof`].
pub(super) struct Lexed {
    pub tokens: Vec<Token>,
    pub comments: Vec<Span>,
    pub errors: Vec<Diagnostic>,
}

/// Lexes a source.
pub(super) fn lex(file: FileId, source: &str) -> Lexed {
    let out = Lexed { tokens: Vec::new(), comments: Vec::new(), errors: Vec::new() };
    let last_comment_end = source.rfind("*/");
    let mut lexer = Lexer { file, source, at: 0, at_line_start: true, last_comment_end, out };
    lexer.out.errors = confusables::diagnose_forbidden(file, source);
    if source.starts_with('\u{feff}') {
        lexer.at = '\u{feff}'.len_utf8();
    }
    while let Some(c) = lexer.peek().filter(|_| lexer.out.errors.len() < MAX_ERRORS) {
        lexer.step(c);
    }
    lexer.at = source.len();
    lexer.push(Kind::Eof, source.len());
    lexer.out
}

struct Lexer<'a> {
    file: FileId,
    source: &'a str,
    at: usize,
    at_line_start: bool,
    /// The offset of the last `*/`.
    last_comment_end: Option<usize>,
    out: Lexed,
}

impl Lexer<'_> {
    fn peek(&self) -> Option<char> {
        self.source[self.at..].chars().next()
    }

    fn rest(&self) -> &str {
        &self.source[self.at..]
    }

    fn push(&mut self, kind: Kind, start: usize) {
        let starts_line = std::mem::replace(&mut self.at_line_start, false);
        self.out.tokens.push(Token { kind, span: start..self.at, starts_line });
    }

    fn step(&mut self, c: char) {
        let start = self.at;
        match c {
            '\n' => {
                self.at += 1;
                self.at_line_start = true;
            }
            '\r' => self.carriage_return(),
            ' ' | '\t' => self.at += 1,
            '/' if self.is_star_after_path() => {
                self.at += 1;
                self.push(Kind::Punct('/'), start);
                self.at += 1;
                self.push(Kind::Punct('*'), start + 1);
            }
            '/' if self.rest().starts_with("//") => self.line_comment(),
            '/' if self.rest().starts_with("/*") => self.block_comment(),
            '#' if self.rest().starts_with("#[") => self.rust_attribute(),
            '#' if self.is_bare_attribute() => self.hash_attribute(),
            '#' if self.is_preprocessor_line() => self.preprocessor_line(),
            '<' | '(' | '{' | '"' | '#' | '-' | ';' | '%' if self.foreign_comment() => {}
            '-' if self.rest().starts_with("->") => {
                self.at += 2;
                self.push(Kind::Arrow, start);
            }
            '"' => self.string(),
            '\'' if self.quoted_word().is_some() => {
                self.at += self.quoted_word().unwrap_or_default();
                self.push(Kind::String, start);
            }
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
                self.push(Kind::Punct(c), start);
            }
            c => self.unexpected_character(c),
        }
    }

    /// Returns the length of a word in single quotes, as in TypeScript.
    fn quoted_word(&self) -> Option<usize> {
        let rest = &self.rest()[1..];
        let word = rest.trim_start_matches(|c: char| c.is_alphanumeric() || matches!(c, '-' | '_'));
        let length = rest.len() - word.len();
        (length > 0 && word.starts_with('\'')).then_some(length + 2)
    }

    fn word(&mut self) {
        let part = |c: char| {
            c == '-' || c == '_' || c.is_alphanumeric() || confusables::is_hidden_in_name(c)
        };
        let rest = self.rest();
        let mut length = rest.len() - rest.trim_start_matches(part).len();
        // `a->b` is a name and an arrow without a space.
        if rest[..length].ends_with('-') && rest[length..].starts_with('>') {
            length -= 1;
        }
        let start = self.at;
        self.at += length;
        let dashes = self.source[start..self.at]
            .char_indices()
            .filter(|(_, c)| confusables::is_hidden_in_name(*c))
            .map(|(i, c)| (start + i, c))
            .collect::<Vec<_>>();
        for (at, c) in dashes {
            self.out.errors.extend(confusables::error(self.file, at, c));
        }
    }

    /// Skips a `\r`, and reports one without a `\n`, which is a line end only in files of old systems.
    fn carriage_return(&mut self) {
        let start = self.at;
        self.at += 1;
        if self.rest().starts_with('\n') {
            return;
        }
        self.at_line_start = true;
        if !self.out.errors.iter().any(confusables::is_carriage_return) {
            self.out.errors.push(confusables::carriage_return(self.file, start));
        }
    }

    /// Returns `true` if `/*` starts no comment but is the wildcard of `import a:b/*;`.
    fn is_star_after_path(&self) -> bool {
        let name = self.source[..self.at].ends_with(|c: char| c.is_ascii_alphanumeric());
        let rest = self.rest();
        name && rest.starts_with("/*")
            && rest[2..].starts_with([';', '@'])
            && self.last_comment_end <= Some(self.at)
    }

    fn line_comment(&mut self) {
        let start = self.at;
        // In a file without any `\n`, lines end in `\r`.
        let end = if self.source.contains('\n') { '\n' } else { '\r' };
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
        self.at_line_start |= self.source[start..self.at].contains('\n');
        self.out.comments.push(start..self.at);
    }

    fn unterminated_comment(&mut self, start: usize, depth: usize) {
        let help = if depth > 1 || self.source[start + 2..].contains("/*") {
            "add one `*/` for each `/*`; comments nest in WIT"
        } else {
            "add `*/` where the comment ends"
        };
        let error = Diagnostic::at(
            SyntaxError::UnterminatedComment,
            self.file,
            start..start + 2,
            "no matching `*/`",
        );
        let edit = Edit::new(self.file, self.end_of_comment(start), " */".repeat(depth));
        let help = Help::edits(help, vec![edit]);
        self.out.errors.push(error.with_help(help));
    }

    /// Returns the probable end of a block comment that is not closed: before the next line that is not prose.
    fn end_of_comment(&self, start: usize) -> Span {
        let is_code = |line: &str| {
            let line = line.trim();
            let word = line.split([' ', ':']).next().unwrap_or_default();
            line.ends_with([';', '{', '}', ','])
                || line.starts_with(['}', '@', '/'])
                || is_item_keyword(word)
        };
        let mut at = start;
        let lines = self.source[start..].split_inclusive('\n');
        let end = lines.enumerate().find_map(|(index, line)| {
            let before = at;
            at += line.len();
            (index > 0 && is_code(line)).then_some(before)
        });
        let end = end.unwrap_or(self.source.len());
        let end = start + self.source[start..end].trim_end().len();
        end..end
    }

    /// Reports and skips a comment in the syntax of another language. Those with one mark are one error.
    fn foreign_comment(&mut self) -> bool {
        let Some(comment) = foreign_comments::at(self.source, self.at, self.at_line_start) else {
            return false;
        };
        let span = self.at..self.at + comment.length;
        self.at = span.end;
        self.at_line_start |= self.source[span.clone()].contains('\n');
        self.out.comments.push(span.clone());
        foreign_comments::report(self.file, span, &comment, &mut self.out.errors);
        true
    }

    /// Returns `true` at `#since(version = …)`.
    fn is_bare_attribute(&self) -> bool {
        let rest = &self.rest()[1..];
        ["since(", "unstable(", "deprecated("].iter().any(|start| rest.starts_with(start))
    }

    fn hash_attribute(&mut self) {
        let start = self.at;
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
        let found = self.source[start..self.at].trim_end();
        let kind = SyntaxError::ForeignKeyword { found: found.to_owned() };
        let help = Help::write(found.replacen('#', "@", 1));
        let text = "WIT attributes start with `@`";
        let error = Diagnostic::at(kind, self.file, start..start + found.len(), text);
        self.out.errors.push(error.with_help(help));
    }

    fn is_preprocessor_line(&self) -> bool {
        let word = self.rest()[1..].trim_start().split(|c: char| !c.is_alphanumeric()).next();
        let word = word.unwrap_or_default();
        self.at_line_start
            && matches!(
                word,
                "include" | "define" | "ifdef" | "ifndef" | "endif" | "pragma" | "undef" | "import"
            )
    }

    /// Reports and skips `#include <a.h>`.
    fn preprocessor_line(&mut self) {
        let start = self.at;
        self.at += self.rest().find('\n').unwrap_or(self.rest().len());
        let found = self.source[start..self.at].trim_end();
        let word = found.split_whitespace().next().unwrap_or_default();
        let kind = SyntaxError::ForeignKeyword { found: word.to_owned() };
        let sentence = match word {
            "#include" => "remove the line; all `.wit` files of a folder are one package",
            _ => "remove the line",
        };
        let span = start..start + found.len();
        let help = Help::edits(sentence, vec![Edit::new(self.file, span.clone(), "")]);
        let error = Diagnostic::at(kind, self.file, span, "WIT has no preprocessor");
        self.out.errors.push(error.with_help(help));
    }

    /// Reports and skips an attribute of Rust, `#[deprecated]`.
    fn rust_attribute(&mut self) {
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
        let found = self.source[start..self.at].to_owned();
        let help = match found.trim_start_matches(['#', '[']) {
            inner
                if ["since(", "unstable(", "deprecated("]
                    .iter()
                    .any(|it| inner.starts_with(it)) =>
            {
                Help::write(format!("@{}", inner.trim_end_matches(']')))
            }
            inner if inner.starts_with("deprecated") => Help::write("@deprecated(version = …)"),
            inner if inner.starts_with("derive") => {
                Help::remove("remove it, and use the option `additional_derives` of the macro")
            }
            inner if inner.starts_with("doc") => "write a `///` comment".into(),
            _ => Help::remove(
                "remove it; WIT has `@since`, `@unstable`, `@deprecated` and `@external-id`",
            ),
        };
        let kind = SyntaxError::ForeignKeyword { found };
        let text = "WIT attributes start with `@`";
        let error = Diagnostic::at(kind, self.file, start..self.at, text);
        self.out.errors.push(error.with_help(help));
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
                return self.push(Kind::String, start);
            }
            escaped = c == '\\' && !escaped;
        }
        let error = Diagnostic::at(
            SyntaxError::UnterminatedString,
            self.file,
            start..start + 1,
            "no closing `\"` on this line",
        );
        self.out.errors.push(error.with_help("add `\"` where the string ends"));
        self.push(Kind::String, start);
    }

    fn unexpected_character(&mut self, c: char) {
        let start = self.at;
        self.at += c.len_utf8();
        self.out.errors.extend(confusables::error(self.file, start, c));
        match confusables::meant(c) {
            Some('→') => self.push(Kind::Arrow, start),
            Some(mark) if !mark.is_whitespace() => self.push(Kind::Punct(mark), start),
            // A symbol is probably meant as a name.
            None if !c.is_control() && !c.is_whitespace() && !confusables::is_hidden_in_name(c) => {
                self.push(Kind::Word, start);
            }
            _ => {}
        }
    }
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}
