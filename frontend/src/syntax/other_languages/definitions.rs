//! Type definitions of other languages: `typedef struct { … } point;`, `type point struct { … }`, `union a = b | c`.

use std::ops::Range;

use super::super::token::Kind;
use super::bodies::{Edits, Made};
use super::generics::{case_of, result_of};
use super::reader::Reader;
use super::types::Foreign;
use crate::diagnostic::{Edit, edited};
use crate::files::FileId;

/// A type definition of another language in the spelling of WIT.
pub(in super::super) struct Definition {
    /// The keyword of another language, and its span.
    pub(in super::super) found: (String, Range<usize>),
    /// The keyword of WIT: `record`.
    pub(in super::super) keyword: &'static str,
    /// The name in WIT.
    pub(in super::super) name: String,
    /// The span of the definition.
    pub(in super::super) span: Range<usize>,
    /// The replacements that make it valid.
    pub(in super::super) edits: Edits,
    /// `true` if it does not start with a keyword of WIT.
    pub(in super::super) foreign: bool,
    /// `true` if the elements are separated as in another language, or the whole is written in another order.
    pub(in super::super) separated: bool,
    /// `true` if an element is translated.
    pub(in super::super) translated: bool,
}

impl Definition {
    /// Returns the definition in the spelling of WIT.
    pub(super) fn text(&self, file: FileId, source: &str) -> Option<String> {
        let start = self.span.start;
        let edits = self
            .edits
            .iter()
            .map(|(range, text)| Edit::new(file, range.start - start..range.end - start, text));
        let edits: Vec<_> = edits.collect();
        edited(&source[self.span.clone()], &edits.iter().collect::<Vec<_>>())
    }

    /// Returns the sentence of the help.
    pub(in super::super) fn sentence(&self, file: FileId, source: &str) -> String {
        let text = self.text(file, source);
        match text.filter(|text| text.len() < 100 && !text.contains(['\n', '/'])) {
            Some(text) => format!("write `{text}`"),
            None => format!("write `{} {} {{ … }}`", self.keyword, self.name),
        }
    }
}

/// Words before a definition.
const MODIFIERS: [&str; 17] = [
    "pub",
    "public",
    "private",
    "protected",
    "internal",
    "export",
    "declare",
    "abstract",
    "final",
    "sealed",
    "data",
    "case",
    "partial",
    "readonly",
    "const",
    "static",
    "indirect",
];

impl Reader<'_, '_> {
    /// Reads a type definition.
    pub(in super::super) fn definition(&mut self) -> Option<Definition> {
        let start = self.start();
        let first = self.token(0).span.clone();
        let found = (self.parser.slice(&first).to_owned(), first);
        let after_name = self.token(2).clone();
        let mut modified = false;
        while MODIFIERS.contains(&self.word()) && self.is_name_at(1) && !self.token(1).starts_line {
            modified = true;
            self.bump();
            self.skip_delimited('(', ')');
        }
        let word = self.word();
        if modified && matches!(word, "record" | "variant" | "flags" | "resource") {
            return None;
        }
        let made = match word {
            "typedef" => self.typedef(),
            "type" | "typealias" | "alias" | "newtype" | "using" => self.type_of_other_language(),
            "scalar" if self.is_name_at(1) => {
                self.bump();
                let name = self.name()?;
                self.after_declaration();
                self.eat(';');
                Some(Made::whole("type", name.clone(), format!("type {name} = string;")))
            }
            "union" if self.is_name_at(1) && self.is_at(2, '=') => {
                self.bump();
                let name = self.name()?;
                self.bump();
                self.alternatives(name)
            }
            _ => self.keyword_and_braces(),
        }?;
        let Made { keyword, name, edits, whole } = made;
        // WIT has `type`, but not what is after the name.
        let found = match after_name.kind {
            _ if found.0 != "type" || keyword == "type" => found,
            Kind::Word => (self.parser.slice(&after_name.span).to_owned(), after_name.span),
            Kind::Punct('{') => (format!("type {name} {{ … }}"), found.1),
            _ if keyword == "record" => (format!("type {name} = {{ … }}"), found.1),
            _ => (format!("type {name} = … | …"), found.1),
        };
        let separated = self.separated || whole.is_some();
        let span = start..self.end();
        let translated =
            edits.iter().any(|(range, text)| range.start != usize::MAX && text.contains(':'));
        let edits = match whole {
            Some(text) => vec![(span.clone(), text)],
            None => edits,
        };
        // `type t u32;` only lacks its `=`.
        let foreign = modified
            || !matches!(word, "record" | "variant" | "enum" | "flags" | "type")
            || (word == "type" && keyword != "type");
        let edits =
            edits
                .into_iter()
                .map(|(range, text)| {
                    if range.start == usize::MAX { (start..range.end, text) } else { (range, text) }
                })
                .collect();
        Some(Definition { found, keyword, name, span, edits, foreign, separated, translated })
    }

    /// Reads `struct name { … }` and the like.
    fn keyword_and_braces(&mut self) -> Option<Made> {
        let word = self.word();
        let keyword = definition_keyword(word)?;
        if !self.is_name_at(1) || self.token(1).starts_line {
            return None;
        }
        self.bump();
        self.eat_word(&["class", "struct", "union"]);
        let name = self.name()?;
        if self.is('<') && self.is_at(1, '\'') {
            self.skip_delimited('<', '>');
        }
        if word == "class" && self.is('(') {
            let is_enum = self.word_at(1).ends_with("Enum");
            let class = self.attempt(|r| {
                r.skip_delimited('(', ')');
                (r.is(':') && r.token(1).starts_line).then_some(())
            });
            if class.is_some() {
                return self.indented(if is_enum { "enum" } else { keyword }, name);
            }
        }
        if self.is('(') {
            return self.in_parentheses(keyword, name);
        }
        if self.is('=') && !self.is_at(1, '{') {
            self.bump();
            return self.alternatives(name);
        }
        self.eat('=');
        if keyword == "enum" && self.eat(':') {
            // The type of the numbers of an enum.
            self.ty()?;
        }
        if self.eat(';') {
            return (word == "struct")
                .then(|| Made::whole("resource", name.clone(), format!("resource {name};")));
        }
        if self.is(':') && self.token(1).starts_line {
            return self.indented(keyword, name);
        }
        let methods = matches!(word, "trait" | "protocol" | "service");
        if methods || (word == "interface" && self.is_at(1, '}')) {
            return self.methods_in_braces(name);
        }
        if keyword == "record" && word != "record" {
            let record = self.attempt(|r| r.in_braces(keyword, name.clone()));
            return record.or_else(|| self.methods_in_braces(name));
        }
        self.in_braces(keyword, name)
    }

    /// Reads `typedef struct { … } name;`, `typedef u32 id;` or `typedef i32 id`.
    fn typedef(&mut self) -> Option<Made> {
        self.bump();
        let keyword = definition_keyword(self.word());
        let braces = if self.is_at(1, '{') { 1 } else { 2 };
        if let Some(keyword) = keyword.filter(|_| self.is_at(braces, '{')) {
            for _ in 0..braces {
                self.bump();
            }
            let mut made = self.in_braces(keyword, String::new())?;
            let from = self.end();
            let name = self.name()?;
            while self.eat(',') || self.eat('*') {
                self.name();
            }
            self.eat(';');
            // The braces may have ended in a `;` of their own.
            made.edits.retain(|(range, text)| !(text.is_empty() && range.end > from));
            made.edits.push((from..self.end(), String::new()));
            if let Some((_, head)) = made.edits.first_mut() {
                *head = format!("{} {name} {{", made.keyword);
            }
            made.name = name;
            return Some(made);
        }
        let ty = self.ty()?;
        if self.is('(') && self.is_at(1, '*') {
            return self.function_pointer(ty);
        }
        let name = self.name()?;
        let ty = self.declarator(ty)?;
        if !(self.eat(';') || self.starts_line() || self.is('}')) {
            return None;
        }
        Some(Made::whole("type", name.clone(), format!("type {name} = {ty};")))
    }

    /// Reads `(*name)(int x);` after the type of a result.
    fn function_pointer(&mut self, result: Foreign) -> Option<Made> {
        self.bump();
        self.bump();
        let name = self.name()?;
        self.expect(')')?;
        let params = self.parameters()?;
        self.eat(';');
        let text = format!("resource {name} {{ call: func({params}){}; }}", result_of(result));
        Some(Made::whole("resource", name, text))
    }

    /// Reads `type name struct { … }`, `type name = { … }`, `type name = a | b` or `type name T`.
    fn type_of_other_language(&mut self) -> Option<Made> {
        self.bump();
        let name = self.name()?;
        name.trim_start_matches('%').clone_into(&mut self.hint);
        if self.word() == "struct" && self.is_at(1, '{') {
            self.go = true;
            self.bump();
            return self.in_braces("record", name);
        }
        if self.word() == "implements" {
            while !self.at_end() && !self.is('{') && !self.starts_line() {
                self.bump();
            }
        }
        let equals = self.eat('=');
        let keyword = definition_keyword(self.word()).filter(|_| equals && self.is_at(1, '{'));
        if let Some(keyword) = keyword {
            self.bump();
            return self.in_braces(keyword, name);
        }
        if self.word() == "interface" && self.is_at(1, '{') {
            self.bump();
            return self.methods_in_braces(name);
        }
        if self.is('{') && !self.is_at(1, '[') {
            let record = self.attempt(|r| r.in_braces("record", name.clone()));
            return record.or_else(|| self.methods_in_braces(name));
        }
        if self.kind() == Kind::String || (self.is('|') && self.token(1).kind == Kind::String) {
            self.eat('|');
            return self.alternatives(name);
        }
        if equals && self.has_alternatives() {
            return self.alternatives(name);
        }
        if let Some(callback) = self.attempt(|r| r.callback_definition(&name)) {
            return Some(callback);
        }
        let ty = self.value_type()?;
        if !(self.eat(';') || self.starts_line() || self.is('}')) {
            return None;
        }
        Some(Made::whole("type", name.clone(), format!("type {name} = {ty};")))
    }

    /// Reads a function type, which becomes a resource of its own.
    fn callback_definition(&mut self, name: &str) -> Option<Made> {
        let before = self.definitions.len();
        let ty = self.value_type()?;
        self.eat(';');
        if self.definitions.len() != before + 1
            || !self.definitions[before].starts_with("resource ")
        {
            return None;
        }
        let made = self.definitions.pop()?;
        (made.starts_with(&format!("resource {ty} "))).then_some(())?;
        let text = made.replacen(&ty, name, 1);
        Some(Made::whole("resource", name.to_owned(), text))
    }

    /// Returns `true` if a `|` between two types comes before the end of the statement.
    fn has_alternatives(&self) -> bool {
        let mut ahead = 0;
        let mut depth = 0usize;
        loop {
            match self.token(ahead).kind {
                Kind::Eof | Kind::Punct(';' | '}') => return false,
                Kind::Punct('|') if depth == 0 => {
                    let other =
                        |n| matches!(self.word_at(n), "null" | "undefined" | "None" | "nil");
                    return (!other(ahead + 1) || self.is_at(ahead + 2, '|'))
                        && !other(ahead.saturating_sub(1));
                }
                Kind::Punct('<' | '(' | '[') => depth += 1,
                Kind::Punct('>' | ')' | ']') => depth = depth.saturating_sub(1),
                _ => {}
            }
            ahead += 1;
        }
    }

    /// Reads `a | b(T) | c` up to the `;` or the end of the line.
    fn alternatives(&mut self, name: String) -> Option<Made> {
        self.eat('|');
        let (mut cases, mut payloads, mut literals) = (Vec::new(), false, false);
        loop {
            if self.kind() == Kind::String {
                literals = true;
                cases.push(self.name()?);
            } else if self.is_name_at(0) && self.is_at(1, '(') {
                let case = self.case()?;
                payloads |= case.text.contains('(');
                cases.push(case.text);
            } else {
                let types = self.definitions.len();
                self.depth += 1;
                let ty = self.value_type();
                self.depth -= 1;
                let ty = ty?;
                (self.definitions.len() == types).then_some(())?;
                // A name that no type has is a case of its own.
                match self.parser.is_defined(&ty) || super::super::is_keyword(ty.split('<').next()?)
                {
                    true => {
                        payloads = true;
                        cases.push(case_of(&ty));
                    }
                    false => cases.push(ty),
                }
            }
            if !self.eat('|') {
                break;
            }
        }
        if !(self.eat(';') || self.starts_line() || self.is('}')) {
            return None;
        }
        let keyword = if payloads && !literals { "variant" } else { "enum" };
        (cases.len() > 1).then_some(())?;
        Some(Made::whole(
            keyword,
            name.clone(),
            format!("{keyword} {name} {{ {} }}", cases.join(", ")),
        ))
    }
}

/// Returns the keyword of WIT for a definition with braces.
pub(super) fn definition_keyword(word: &str) -> Option<&'static str> {
    Some(match word {
        "struct" | "message" | "object" | "class" | "input" | "dictionary" | "exception"
        | "dataclass" | "record" | "interface" | "trait" | "protocol" | "service" => "record",
        "enum" | "enumeration" => "enum",
        "union" | "oneof" | "choice" | "sum" | "variant" => "variant",
        "flags" | "bitflags" | "bitfield" | "bits" => "flags",
        _ => return None,
    })
}
