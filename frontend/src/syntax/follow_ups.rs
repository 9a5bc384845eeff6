//! Removes the errors that follow from the one before: after an error, the parser reads on in the middle of what it does
//! not understand. As in other parsers, what comes next is an error only if some tokens before it were understood.

use super::token::{self, Token};
use crate::diagnostic::{Diagnostic, Kind, Location, SyntaxError};
use std::ops::Range;

/// The number of tokens that are understood before another error is one of its own.
const UNDERSTOOD: usize = 3;

/// Removes follow-ups from errors in source order.
pub(super) fn remove(errors: Vec<Diagnostic>, source: &str, tokens: &[Token]) -> Vec<Diagnostic> {
    let mut kept: Vec<Diagnostic> = Vec::new();
    let mut braces = Braces::default();
    for error in errors {
        if !braces.explain(&error)
            && kept.last().is_none_or(|previous| !follows(&error, previous, tokens))
        {
            braces.add(&error, source);
            kept.push(error);
        }
    }
    kept
}

/// The unexpected braces so far: each explains an error at its counterpart.
#[derive(Default)]
struct Braces {
    opening: usize,
    closing: usize,
}

impl Braces {
    fn add(&mut self, error: &Diagnostic, source: &str) {
        let Some((kind, range)) = syntax(error) else { return };
        if role(kind) == Role::Unexpected && !matches!(kind, SyntaxError::StrayBrace) {
            match source.get(range.clone()).unwrap_or_default() {
                "{" | "(" => self.opening += 1,
                "}" => self.closing += 1,
                _ => {}
            }
        }
    }

    /// Returns `true` if an error is there since a brace is unexpected.
    fn explain(&mut self, error: &Diagnostic) -> bool {
        let Some((kind, _)) = syntax(error) else { return false };
        match kind {
            SyntaxError::Unclosed { .. } if self.opening > 0 => {
                self.opening -= 1;
                true
            }
            SyntaxError::StrayBrace if self.closing > 0 => {
                self.closing -= 1;
                true
            }
            // What comes after the brace is outside of its item.
            SyntaxError::TopLevelType { .. }
            | SyntaxError::TopLevelFunction { .. }
            | SyntaxError::TopLevelWorldItem { .. }
            | SyntaxError::StraySemicolon => self.closing > 0,
            _ => false,
        }
    }
}

fn follows(error: &Diagnostic, previous: &Diagnostic, tokens: &[Token]) -> bool {
    let (Some((kind, range)), Some((before, end))) = (syntax(error), syntax(previous)) else {
        return false;
    };
    let between = between(tokens, end.end, range.start);
    // At the start of an item the parser knows again where it is.
    if has_item_boundary(between) {
        return false;
    }
    let understood = between.len() - 1;
    match role(kind) {
        _ if range.start < end.end => role(kind) != Role::Other,
        Role::Missing if matches!(before, SyntaxError::CasePayload { .. }) => {
            range.start == end.end
        }
        Role::Unexpected if matches!(role(before), Role::Part | Role::Other) => understood == 0,
        Role::Unexpected => understood < UNDERSTOOD,
        Role::Missing => role(before) == Role::Unexpected && understood < 2,
        Role::Part => role(before) == Role::Unexpected && understood == 0,
        Role::Other => false,
    }
}

/// The tokens after an error up to the next one, and the token there: at most four.
fn between(tokens: &[Token], from: usize, to: usize) -> &[Token] {
    let first = tokens.partition_point(|token| token.span.start < from).min(tokens.len() - 1);
    let rest = &tokens[first..];
    let count = rest.iter().take(UNDERSTOOD).take_while(|token| token.span.end <= to).count();
    &rest[..(count + 1).min(rest.len())]
}

/// Returns `true` if a line starts after the end of an item .
fn has_item_boundary(tokens: &[Token]) -> bool {
    tokens
        .windows(2)
        .any(|pair| matches!(pair[0].kind, token::Kind::Punct(';' | '}')) && pair[1].starts_line)
}

fn syntax(error: &Diagnostic) -> Option<(&SyntaxError, &Range<usize>)> {
    match (&error.kind, &error.location) {
        (Kind::Syntax(kind), Location::Source(label)) => Some((kind, &label.range)),
        _ => None,
    }
}

/// What an error says about the parser.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Role {
    /// It expected something else.
    Unexpected,
    /// It goes on as if a separator were there.
    Missing,
    /// It read a part of something, such as a name, that is invalid by itself.
    Part,
    /// It understood the mistake.
    Other,
}

fn role(error: &SyntaxError) -> Role {
    match error {
        SyntaxError::Unexpected { .. }
        | SyntaxError::TokenAfterItem { .. }
        | SyntaxError::StrayBrace
        | SyntaxError::StraySemicolon
        | SyntaxError::ExtraToken { .. }
        | SyntaxError::PathSyntax { .. }
        | SyntaxError::UseSyntax
        | SyntaxError::UseWithoutNames
        | SyntaxError::FunctionSyntax
        | SyntaxError::FieldSyntax { .. }
        | SyntaxError::MissingParameters { .. }
        | SyntaxError::UnnamedParameter
        | SyntaxError::MissingArrow
        | SyntaxError::MissingType { .. }
        | SyntaxError::MissingColon { .. }
        | SyntaxError::TypeArguments { .. }
        | SyntaxError::NotAnItem { .. }
        | SyntaxError::ValueItem { .. }
        | SyntaxError::BareFunction { .. }
        | SyntaxError::BadVersion { .. }
        | SyntaxError::ExternPicks { .. }
        | SyntaxError::PackageNameSyntax { .. }
        | SyntaxError::AttributeArguments { .. }
        | SyntaxError::Unclosed { .. } => Role::Unexpected,
        SyntaxError::MissingComma { .. } | SyntaxError::MissingSemicolon { .. } => Role::Missing,
        SyntaxError::BadName { .. } | SyntaxError::MisplacedVersion => Role::Part,
        _ => Role::Other,
    }
}
