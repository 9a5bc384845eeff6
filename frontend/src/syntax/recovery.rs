//! Recovery after an error: the `;` that ends an item, and the start of the next item or element.

use super::cursor::{Parsed, Parser};
use super::token::{Kind, is_item_keyword};
use crate::diagnostic::{Help, SyntaxError};

impl<'a> Parser<'a> {
    /// Expects the `;` after an item, which messages call `item`.
    pub(super) fn semicolon(&mut self, item: &str) -> Parsed<()> {
        if self.eat(';') {
            return Ok(());
        }
        let here = self.end();
        if self.just_reported_unclosed() {
            return Ok(());
        }
        let first = self.first_of_line(here);
        let line = self.source[first..here].trim();
        let line = last_item(line);
        let help = Help::write(format!("{line};"));
        let kind = SyntaxError::MissingSemicolon { after: line.to_owned() };
        if self.brace_balance < 0 && self.is('}') && self.is_at(1, ';') {
            let span = self.bump().span;
            let kind = SyntaxError::ExtraToken { mark: "}".to_owned() };
            self.error(
                kind,
                span,
                "no matching opening delimiter",
                Help::remove("remove this `}`"),
            );
            self.brace_balance += 1;
            self.eat(';');
            return Ok(());
        }
        let ends = self.nth(1).starts_line || self.is_at(1, '}') || self.nth(1).kind == Kind::Eof;
        if self.is(',') && ends {
            self.bump();
            let span = here..self.end();
            self.error(kind, span, "expected `;`", help);
            return Ok(());
        }
        if self.at_line_start() || self.is('}') || self.at_end() {
            self.error(kind, here..here, "expected `;` here", help);
            return Ok(());
        }
        if self.starts_item() {
            return Err(self.unexpected("`;`", help));
        }
        let help = match self.kind() {
            Kind::Punct(mark @ ('>' | ')')) => Help::remove(format!("remove this `{mark}`")),
            Kind::Punct('{') if item == "function" => Help::remove("remove the body"),
            _ => Help::remove("remove it").to_owned(),
        };
        let kind = SyntaxError::TokenAfterItem { found: self.found(), item: item.to_owned() };
        Err(self.error(kind, self.span(), "expected `;`", help))
    }

    pub(super) fn first_of_line(&self, at: usize) -> usize {
        self.source[..at].rfind('\n').map_or(0, |i| i + 1)
    }

    /// Skips to the next item within braces: past a `;`, past a `}` that closes a delimiter opened since `from`, or to
    /// an item at the start of a line.
    pub(super) fn recover(&mut self, from: usize, outer: usize) {
        let mut depth = self.open_since(from);
        let ended = self.position() > from && self.source[..self.end()].ends_with(';');
        if ended && depth == 0 {
            return;
        }
        while !self.at_end() {
            let moved = self.position() > from;
            let item = moved && self.at_line_start() && self.starts_item();
            if item && (depth == 0 || self.starts_outer_item(outer)) {
                return;
            }
            match self.kind() {
                Kind::Punct('{') => depth += 1,
                Kind::Punct('}') if depth == 0 => return,
                Kind::Punct('}') => {
                    depth -= 1;
                    if depth == 0 {
                        self.bump();
                        self.eat(';');
                        return;
                    }
                }
                Kind::Punct(';') if depth == 0 => {
                    self.bump();
                    return;
                }
                _ => {}
            }
            self.bump();
        }
    }

    /// Returns the number of braces that were opened and not closed since a position.
    pub(super) fn open_since(&self, from: usize) -> usize {
        self.tokens_since(from).iter().fold(0, |depth: usize, token| match token.kind {
            Kind::Punct('{') => depth + 1,
            Kind::Punct('}') => depth.saturating_sub(1),
            _ => depth,
        })
    }

    /// Skips to the next element of a list or to its end. Returns `false` if there is neither.
    pub(super) fn recover_in_list(&mut self, close: char) -> bool {
        let mut depth = 0usize;
        loop {
            match self.kind() {
                Kind::Eof | Kind::Punct(';' | '{') if close != '}' => return false,
                Kind::Eof => return false,
                Kind::Punct(mark) if depth == 0 && mark == close => return true,
                Kind::Punct('}') if close != '}' => return false,
                Kind::Punct(',') if depth == 0 => {
                    self.bump();
                    return true;
                }
                Kind::Punct('(' | '<' | '{') => depth += 1,
                Kind::Punct(')' | '>' | '}') => depth = depth.saturating_sub(1),
                _ => {}
            }
            self.bump();
            if self.at_line_start() && depth == 0 && (close == '}' || self.starts_item()) {
                return close == '}';
            }
        }
    }

    /// Returns `true` if a top-level item starts here, indented by at most `indent`.
    pub(super) fn starts_outer_item(&self, indent: usize) -> bool {
        self.at_line_start()
            && matches!(self.word(), "interface" | "world" | "package")
            && self.is_name_at(1)
            && !self.is_at(1, ':')
            && self.indent_of(self.span().start) <= indent
    }

    /// Returns `true` if an item of an interface or a world starts here.
    pub(super) fn starts_item(&self) -> bool {
        (is_item_keyword(self.word()) && (self.is_name_at(1) || self.is_at(1, '{')))
            || (self.is_name_at(0) && self.is_at(1, ':'))
            || self.is('@')
            || (self.word() == "constructor" && self.is_at(1, '('))
    }
}

/// Returns the last item of a line.
fn last_item(line: &str) -> &str {
    let line = line.rsplit([';', '\n']).next().unwrap_or(line).trim();
    let open = line.matches('{').count() > line.matches('}').count();
    match line.split_once('{') {
        Some((_, inner)) if open => last_item(inner),
        _ => line,
    }
}
