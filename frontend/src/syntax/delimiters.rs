//! Comma-separated lists between delimiters, and delimiters that are missing, doubled or of the wrong kind.

use super::cursor::{OpenDelimiter, Parsed, Parser, Reported};
use super::token::{Kind, Span, is_item_keyword};
use crate::diagnostic::{Edit, Help, SyntaxError};

impl Parser<'_> {
    /// Returns the opening delimiter of `what`.
    pub(super) fn open_delimiter(&self, what: String, span: Span) -> OpenDelimiter {
        let indent = self.indent_of(span.start);
        OpenDelimiter { what, span, indent }
    }

    /// Parses the elements of a list up to and including the closing delimiter.
    pub(super) fn list<T>(
        &mut self,
        close: char,
        opened: &OpenDelimiter,
        items: &str,
        mut item: impl FnMut(&mut Self) -> Parsed<T>,
    ) -> Parsed<Vec<T>> {
        let mut read = Vec::new();
        let outer = std::mem::take(&mut self.separator_errors);
        let doubled = self.skip_duplicate_opening(close);
        let all = self.list_items(close, opened, items, &mut item, &mut read);
        self.separator_errors = outer;
        if doubled {
            self.eat(close);
        }
        all.map(|()| read)
    }

    /// Reports and skips a second opening delimiter.
    pub(super) fn skip_duplicate_opening(&mut self, close: char) -> bool {
        let (open, sure) = match close {
            '}' => ('{', true),
            ')' => ('(', (self.is_name_at(1) && self.is_at(2, ':')) || self.is_at(1, ')')),
            _ => ('<', true),
        };
        if !self.is(open) || !sure {
            return false;
        }
        let span = self.bump().span;
        let kind = SyntaxError::ExtraToken { mark: open.to_string() };
        self.error(
            kind,
            span,
            format!("a second `{open}`"),
            Help::remove(format!("remove this `{open}`")),
        );
        if close == '}' {
            self.brace_balance -= 1;
        }
        true
    }

    fn list_items<T>(
        &mut self,
        close: char,
        opened: &OpenDelimiter,
        items: &str,
        item: &mut impl FnMut(&mut Self) -> Parsed<T>,
        read: &mut Vec<T>,
    ) -> Parsed<()> {
        loop {
            self.wrong_close(close);
            if close == '}' && self.is_outdented_brace(opened) {
                self.unclosed(close, opened);
                return Ok(());
            }
            if self.eat(close) {
                return Ok(());
            }
            if self.is_unclosed(close) {
                self.unclosed(close, opened);
                return Ok(());
            }
            if self.is(',') {
                self.stray_comma(items);
                // Where a name is missing, its type is not in scope.
                self.lost_element |= items == "names";
                continue;
            }
            match item(self) {
                Ok(item) => read.push(item),
                Err(reported) => {
                    self.lost_element = true;
                    if !self.recover_in_list(close) {
                        return Err(reported);
                    }
                    continue;
                }
            }
            if !self.separator(close, opened, items)? {
                return Ok(());
            }
        }
    }

    fn wrong_close(&mut self, close: char) {
        match close {
            '}' => self.wrong_closing_brace(),
            ')' => self.wrong_closing_paren(),
            _ => {}
        }
    }

    /// Parses the separator after an element. Returns `false` at the end of the list.
    fn separator(&mut self, close: char, opened: &OpenDelimiter, items: &str) -> Parsed<bool> {
        if self.eat(',') {
            return Ok(true);
        }
        self.wrong_close(close);
        let between =
            self.is(';') && self.is_name_at(1) && self.is_at(2, ':') && !self.nth(1).starts_line;
        if close == ')' && between && !is_function_word(self.word_at(3)) {
            self.semicolon_in_list(items);
            return Ok(true);
        }
        if close == '}' && self.is_outdented_brace(opened) {
            self.unclosed(close, opened);
            return Ok(false);
        }
        if self.eat(close) {
            return Ok(false);
        }
        if self.is_unclosed(close) {
            self.unclosed(close, opened);
            return Ok(false);
        }
        if self.is(')') && close == '}' {
            let span = self.bump().span;
            let kind = SyntaxError::ExtraToken { mark: ")".to_owned() };
            self.error(
                kind,
                span,
                "no matching opening delimiter",
                Help::remove("remove this `)`"),
            );
            return self.separator(close, opened, items);
        }
        let name_follows = self.is_name_at(1) && !self.nth(1).starts_line && !self.is_at(2, ':');
        if self.is(';') && items == "names" && !self.is_at(1, '}') && !name_follows {
            self.unclosed(close, opened);
            return Ok(false);
        }
        if self.is(';') && close == '}' {
            self.semicolon_in_list(items);
            return Ok(true);
        }
        if self.is_name_at(0) || self.is('@') {
            self.missing_comma(items);
            return Ok(true);
        }
        let help = match self.kind() {
            Kind::Punct('>') => Help::remove("remove this `>`").to_owned(),
            _ => Help::write(",")
                .saying(format!("write `,` between {items}, or `{close}` after the last one")),
        };
        Err(self.unexpected(&format!("`,` or `{close}`"), help))
    }

    fn semicolon_in_list(&mut self, items: &str) {
        let span = self.bump().span;
        let kind = SyntaxError::SemicolonInList { items: items.to_owned() };
        let error = self.diagnostic(kind, span.clone(), "expected `,`");
        self.report_separator_once(error.with_help("replace each `;` with `,`"), 0, span);
    }

    fn missing_comma(&mut self, items: &str) {
        let last = self.line(self.end());
        let after = self.after_last();
        let line_before = self.at_line_start();
        let kind = SyntaxError::MissingComma { items: items.to_owned() };
        let error = self.diagnostic(kind, after.clone(), "expected `,` here");
        let help = if line_before && !last.contains("//") {
            Help::write(format!("{last},"))
        } else {
            format!("add a `,` before {}", self.found()).into()
        };
        self.report_separator_once(error.with_help(help), 1, after);
    }

    /// Reports an error of the separators of this list, or adds its span to the one that was reported.
    fn report_separator_once(
        &mut self,
        error: crate::diagnostic::Diagnostic,
        which: usize,
        span: Span,
    ) {
        match self.separator_errors[which] {
            Some(first_error) => self.add_label(first_error, span, "and here"),
            None => {
                self.separator_errors[which] = Some(self.error_count());
                self.report(error);
            }
        }
    }

    fn stray_comma(&mut self, items: &str) {
        let span = self.bump().span;
        let kind = SyntaxError::Unexpected {
            expected: format!("a {}", items.trim_end_matches('s')),
            found: "`,`".to_owned(),
        };
        self.error(kind, span, "no element before this `,`", Help::remove("remove this `,`"));
    }

    /// Returns `true` if the file lacks a `}` and the next `}` is indented less than the opening delimiter.
    pub(super) fn is_outdented_brace(&self, opened: &OpenDelimiter) -> bool {
        self.brace_balance > 0 && self.at_line_start() && self.is('}') && {
            self.indent_of(self.span().start) < opened.indent
        }
    }

    /// Returns `true` if the next token is only allowed outside of the list.
    fn is_unclosed(&self, close: char) -> bool {
        match self.kind() {
            Kind::Eof => true,
            Kind::Arrow => close == ')',
            Kind::Punct(';') => close != '}',
            Kind::Punct('}' | '{') => close != '}',
            Kind::Punct(')') => close == '>',
            Kind::Word if self.at_line_start() => self.starts_outside(close),
            Kind::Punct('@') if self.at_line_start() && close == '}' => {
                // Elements have no attributes, so this one belongs to an item, if the next line starts one.
                let mut ahead = 1;
                while !self.nth(ahead).starts_line && self.nth(ahead).kind != Kind::Eof {
                    ahead += 1;
                }
                is_item_keyword(self.word_at(ahead)) && self.is_name_at(ahead + 1)
            }
            Kind::Word | Kind::Escaped | Kind::Integer | Kind::String | Kind::Punct(_) => false,
        }
    }

    fn starts_outside(&self, close: char) -> bool {
        let item = is_item_keyword(self.word()) && self.is_name_at(1);
        let function = self.is_at(1, ':')
            && (matches!(self.word_at(2), "func" | "async" | "static")
                || (matches!(self.word_at(2), "get" | "set") && self.is_at(3, '(')));
        let constructor = self.word() == "constructor" && self.is_at(1, '(') && close == ')';
        item || function || constructor
    }

    /// Reports a delimiter that is never closed.
    pub(super) fn unclosed(&mut self, close: char, opened: &OpenDelimiter) -> Reported {
        // The closing delimiter may be in the unterminated comment.
        if self.at_end() && self.unterminated_comment {
            return Reported;
        }
        let kind = SyntaxError::Unclosed { what: opened.what.clone() };
        let at_line_start = self.at_line_start() || self.at_end();
        let span = if at_line_start && (close != '}' || self.at_end()) {
            self.after_last()
        } else {
            self.span()
        };
        let text = if span.is_empty() {
            format!("expected `{close}` here")
        } else {
            format!("expected `{close}` before this")
        };
        let help = match close {
            '}' if !span.is_empty() => {
                let sentence = format!("add `}}` before {} to end {}", self.found(), opened.what);
                let at = self.after_last();
                let between = self.slice(&(at.end..span.start));
                let closing = if between.matches('\n').count() > 1 { "\n}" } else { "\n}\n" };
                Help::edits(sentence, vec![Edit::new(self.file, at, closing)])
            }
            _ => self.closing_help(close, opened),
        };
        let error = self
            .diagnostic(kind, span, text)
            .with_label(self.file, opened.span.clone(), "opened here")
            .with_help(help);
        self.report(error)
    }

    fn closing_help(&self, close: char, opened: &OpenDelimiter) -> Help {
        if close == '}' {
            let at = self.after_last();
            return Help::edits(
                format!("add `}}` where {} ends", opened.what),
                vec![Edit::new(self.file, at, "\n}")],
            );
        }
        // For one line, the help can show the whole line.
        let line = self.line(opened.span.start);
        let end = self.end();
        let same = self.source[opened.span.start..end].lines().count() <= 1;
        let start = opened.span.start
            - (self.source[..opened.span.start].len()
                - self.source[..opened.span.start].rfind('\n').map_or(0, |i| i + 1));
        let head = self.source[start..end].trim_start();
        match line.strip_prefix(head) {
            Some(tail) if same => {
                let tail = tail.trim_start();
                let params = opened.what.starts_with("the parameter list");
                let gap = match tail.chars().next() {
                    Some('-') => " ",
                    Some('}') if params => "; ",
                    None if params => ";",
                    _ => "",
                };
                Help::write(format!("{head}{close}{gap}{}", tail.trim_start()))
            }
            _ => format!("add `{close}` where {} ends", opened.what).into(),
        }
    }

    /// Reports `(`, `[`, or another token at the end of a line, and continues as if it were `{`.
    pub(super) fn wrong_opening_brace(&mut self, help: impl Into<Help>) {
        let ends_line = self.nth(1).starts_line && !self.is_at(1, '{') && !self.nth(0).starts_line;
        let close = match self.kind() {
            Kind::Punct(mark @ '(') => self.matching(mark, ')'),
            Kind::Punct(mark @ '[') => self.matching(mark, ']'),
            Kind::Punct('{' | '}' | ';') | Kind::Eof => return,
            _ if ends_line => None,
            _ => return,
        };
        let mut help = help.into();
        if let Some(ahead) = close {
            let delimiters = [(self.span(), "{"), (self.nth(ahead).span.clone(), "}")];
            let edits = delimiters.map(|(span, text)| Edit::new(self.file, span, text)).to_vec();
            let both = Help::edits(help.sentence.clone(), edits).candidates;
            help.candidates.splice(0..0, both);
        }
        self.unexpected("`{`", help);
        match close {
            Some(ahead) => self.reinterpret(ahead, '}'),
            None => self.brace_balance += 1,
        }
        self.reinterpret(0, '{');
    }

    /// Reports a missing `{`; the caller continues as if it were there.
    pub(super) fn missing_opening_brace(&mut self, help: impl Into<Help>) {
        self.missing("`{`", help);
        self.brace_balance += 1;
    }

    /// Returns the distance in tokens to the delimiter that closes the next one.
    fn matching(&self, open: char, close: char) -> Option<usize> {
        let mut depth = 0usize;
        for ahead in 0.. {
            match self.nth(ahead).kind {
                Kind::Punct(mark) if mark == open => depth += 1,
                Kind::Punct(mark) if mark == close && depth <= 1 => return Some(ahead),
                Kind::Punct(mark) if mark == close => depth -= 1,
                Kind::Eof => return None,
                _ => {}
            }
        }
        None
    }

    /// Reports a `)` or `]` at the end of a line in a file that lacks a `}`, and continues as if it were `}`.
    pub(super) fn wrong_closing_brace(&mut self) {
        let closes = self.is(')') || self.is(']');
        let next = self.nth(1);
        let ends = next.starts_line || matches!(next.kind, Kind::Punct(';') | Kind::Eof);
        if closes && ends && self.brace_balance > 0 {
            self.reinterpret_delimiter('}');
            self.brace_balance -= 1;
        }
    }

    /// Reports a `}` after parameters in a file that has one too many, and continues as if it were `)`.
    pub(super) fn wrong_closing_paren(&mut self) {
        let next = self.nth(1);
        let goes_on =
            matches!(next.kind, Kind::Arrow | Kind::Punct(';' | ',')) && !next.starts_line;
        if self.is('}') && goes_on && self.brace_balance < 0 {
            self.reinterpret_delimiter(')');
            self.brace_balance += 1;
        }
    }

    /// Reports the next token, and continues as if it were the expected delimiter.
    pub(super) fn reinterpret_delimiter(&mut self, mark: char) {
        let edit = Edit::new(self.file, self.span(), mark);
        let help = Help::edits(format!("replace {} with `{mark}`", self.found()), vec![edit]);
        self.unexpected(&format!("`{mark}`"), help);
        self.reinterpret(0, mark);
    }
}

fn is_function_word(word: &str) -> bool {
    matches!(word, "func" | "async" | "static" | "get" | "set" | "interface")
}
