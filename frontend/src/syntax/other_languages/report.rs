//! One error for a whole declaration of another language, with the edits that make it valid.

use super::super::cursor::{Parsed, Parser};
use super::super::token::{Kind, Span, Token};
use super::super::tree::{Field, Name, Shape, Type, TypeDef, TypeKind};
use super::functions::is_wit_function;
use super::reader::Reader;
use crate::diagnostic::{Edit, Help, SyntaxError};

impl Parser<'_> {
    /// Reports and skips a type definition or a function of another language, if one starts here.
    pub(in super::super) fn foreign_item(&mut self, types: Option<&mut Vec<TypeDef>>) -> bool {
        if !self.is_name_at(0) || self.has_given_up() {
            return false;
        }
        if let Some(types) = types
            && self.foreign_definition(types)
        {
            return true;
        }
        self.foreign_function()
    }

    /// Returns `true` at `export function` or `export type` of TypeScript.
    pub(in super::super) fn is_foreign_export(&self) -> bool {
        let word = self.word_at(1);
        super::is_function_word(word) && self.is_name_at(2)
            || matches!(
                word,
                "async" | "const" | "declare" | "default" | "abstract" | "class" | "type" | "enum"
            ) && self.is_name_at(2)
    }

    pub(in super::super) fn foreign_definition(&mut self, types: &mut Vec<TypeDef>) -> bool {
        let mut reader = Reader::new(self, self.position(), "value");
        let Some(made) = reader.definition().filter(|made| made.foreign) else { return false };
        let (end, definitions) = (reader.at, reader.definitions);
        let (found, span) = made.found.clone();
        let label = match found.as_str() {
            "pub" => "everything is public in WIT".to_owned(),
            _ => format!("WIT calls it `{}`", made.keyword),
        };
        let help = self.edit_help(made.sentence(self.file, self.source), made.edits, &definitions);
        self.error(SyntaxError::ForeignKeyword { found }, span, label, help);
        let name = Name { text: made.name.trim_start_matches('%').to_owned(), span: made.span };
        types.push(TypeDef { name, attributes: Vec::new(), shape: Shape::Unknown });
        self.go_to(end);
        true
    }

    fn foreign_function(&mut self) -> bool {
        // `name: func` and `constructor(` are of WIT, whatever follows.
        let colon = self.is_at(1, ':') && !self.is_at(2, ':');
        if matches!(self.word(), "constructor" | "destructor")
            || colon && (is_wit_function(self.word_at(2)) || !self.is_name_at(2))
        {
            return false;
        }
        let mut reader = Reader::new(self, self.position(), "value");
        let Some(made) = reader.function() else { return false };
        if made.colon && !colon && matches!(self.word(), "async" | "static") {
            // Only the order of the words is wrong.
            return false;
        }
        let (end, definitions) = (reader.at, reader.definitions);
        let (span, label) = made.at;
        let sentence = format!("write `{}`", made.text);
        let help = self.edit_help(sentence, vec![(made.span, made.text)], &definitions);
        self.error(SyntaxError::FunctionSyntax, span, label, help);
        self.go_to(end);
        true
    }

    /// Returns the help to make edits, and to add definitions at the start of the interface.
    fn edit_help(
        &self,
        sentence: String,
        edits: Vec<(Span, String)>,
        definitions: &[String],
    ) -> Help {
        let mut all: Vec<Edit> =
            edits.into_iter().map(|(span, text)| Edit::new(self.file, span, text)).collect();
        let sentence = match definitions {
            [] => sentence,
            definitions => format!("{sentence}, and add `{}`", definitions.join("`, `")),
        };
        for definition in definitions {
            all.extend(self.insertion(definition));
        }
        Help::edits(sentence, all)
    }

    /// Returns the edit that adds an item at the start of the interface or world.
    pub(in super::super) fn insertion(&self, item: &str) -> Option<Edit> {
        let at = self.body_start?;
        let rest = &self.source[at..];
        let line = rest.split('\n').next().unwrap_or_default();
        let text = match line.trim().is_empty() || line.trim_start().starts_with("//") {
            true if rest.contains('\n') => {
                let next = rest.split('\n').nth(1).unwrap_or_default();
                let indent = &next[..next.len() - next.trim_start().len()];
                return Some(Edit::new(
                    self.file,
                    at + line.len()..at + line.len(),
                    format!("\n{indent}{item}"),
                ));
            }
            _ => format!(" {item}"),
        };
        Some(Edit::new(self.file, at..at, text))
    }

    /// Parses a field or a parameter, and reports one of another language as one error.
    pub(in super::super) fn or_foreign_field(
        &mut self,
        parse: impl FnOnce(&mut Self) -> Parsed<Field>,
        parameter: bool,
    ) -> Parsed<Field> {
        let (start, errors) = (self.position(), self.error_count());
        let parsed = parse(self);
        if self.error_count() == errors {
            return parsed;
        }
        let mut reader = Reader::new(self, start, "value");
        let element = if parameter { reader.parameter() } else { reader.field() };
        let Some(element) = element else { return parsed };
        let type_first = reader.type_first;
        let (end, definitions) = (reader.at, reader.definitions);
        if self.slice(&element.span) == element.text {
            return parsed;
        }
        if type_first {
            // The first error may be at any word of it.
            self.discard_errors_since(errors);
            let what = if parameter { "parameter" } else { "field" };
            let kind = SyntaxError::FieldSyntax { what: what.to_owned() };
            let span = self.token(start).span.clone();
            self.error(kind, span, "the name comes before the type", "");
        }
        let sentence = format!("write `{}`", element.text);
        let edits = vec![(element.span.clone(), element.text)];
        let help = self.edit_help(sentence, edits, &definitions);
        let whole = (element.foreign && !self.is_one_removal(errors))
            || (parsed.is_err() && self.error_count() > errors + 1);
        if !self.collapse(errors, whole, parsed.is_err(), end, help) {
            return parsed;
        }
        // A name that is not in the source clashes with no other one.
        let text = match self.slice(&element.span).contains(&element.name) {
            true => element.name,
            false => format!("unnamed{}", element.span.start),
        };
        let name = Name { text, span: element.span.clone() };
        Ok(Field { name, ty: Type { kind: TypeKind::Unknown, span: element.span } })
    }

    /// Parses a type, and reports one of another language as one error.
    pub(in super::super) fn or_foreign_type(
        &mut self,
        parse: impl FnOnce(&mut Self) -> Parsed<Type>,
    ) -> Parsed<Type> {
        let (start, errors) = (self.position(), self.error_count());
        let parsed = parse(self);
        let ends = self.at_line_start()
            || matches!(self.kind(), Kind::Punct(',' | ')' | '>' | ';' | '}') | Kind::Eof);
        if self.has_given_up() || (self.error_count() == errors && ends) {
            return parsed;
        }
        let hint = self.name_before(start);
        let mut reader = Reader::new(self, start, &hint);
        let Some(text) = reader.value_type() else { return parsed };
        let (end, definitions) = (reader.at, reader.definitions);
        let longer = end > self.position();
        if self.error_count() == errors && !longer {
            return parsed;
        }
        let span = self.token(start).span.start..self.token(end - 1).span.end;
        if self.slice(&span) == text {
            return parsed;
        }
        let edits = vec![(span.clone(), text.clone())];
        let help = self.edit_help(format!("write `{text}`"), edits, &definitions);
        if self.error_count() == errors {
            let kind = SyntaxError::ForeignType { name: self.slice(&span).to_owned() };
            self.error(kind, span.clone(), format!("WIT calls it `{text}`"), help.clone());
        }
        let several = self.error_count() > errors + 1
            && (parsed.is_err() || self.only_foreign_types_since(errors));
        match self.collapse(errors, longer || several, parsed.is_err(), end, help) {
            true => Ok(Type { kind: TypeKind::Unknown, span }),
            false => parsed,
        }
    }

    /// Returns the name of the field, parameter or function whose type is at a position.
    fn name_before(&self, position: usize) -> String {
        // The name of a function is before the `:` before its `func`.
        let marks = (position.saturating_sub(200)..position).rev();
        let mut marks = marks.map(|at| (at, self.token(at)));
        let is_func = |(_, token): &(usize, &Token)| self.slice(&token.span) == "func";
        let mark = match marks.next() {
            Some((_, token)) if token.kind == Kind::Arrow => marks
                .find(is_func)
                .and_then(|_| marks.find(|(_, token)| token.kind == Kind::Punct(':'))),
            first => first.filter(|(_, token)| matches!(token.kind, Kind::Punct(':' | '='))),
        };
        let name = mark.and_then(|(at, _)| at.checked_sub(1)).map(|at| self.token(at));
        match name {
            Some(name) if matches!(name.kind, Kind::Word | Kind::Escaped) => {
                super::super::kebab(self.slice(&name.span))
            }
            Some(_) | None => "result".to_owned(),
        }
    }

    /// Parses a type definition, and reports one whose elements are all of another language as one error.
    pub(in super::super) fn or_foreign_definition(
        &mut self,
        types: &mut Vec<TypeDef>,
        parse: impl FnOnce(&mut Self, &mut Vec<TypeDef>) -> Parsed<()>,
    ) -> Parsed<()> {
        let (start, errors) = (self.position(), self.error_count());
        let parsed = parse(self, types);
        if self.error_count() == errors {
            return parsed;
        }
        let mut reader = Reader::new(self, start, "value");
        let Some(made) = reader.definition() else { return parsed };
        let (end, definitions) = (reader.at, reader.definitions);
        // A function as a field is one after a record that is not closed.
        let function = definitions.iter().any(|definition| definition.starts_with("resource "));
        if function || made.edits.iter().all(|(span, text)| self.slice(span) == text) {
            return parsed;
        }
        let separators = self.separator_help(errors).is_some();
        let several = self.error_count() > errors + 1 || (separators && made.translated);
        let whole = made.separated || (several && self.is_one_habit(errors));
        let sentence = match self.separator_help(errors).filter(|_| !made.translated) {
            Some(sentence) => sentence,
            None => made.sentence(self.file, self.source),
        };
        let help = self.edit_help(sentence, made.edits, &definitions);
        if !self.collapse(errors, whole, parsed.is_err(), end, help) {
            return parsed;
        }
        if let Some(definition) = types.last_mut() {
            definition.shape = Shape::Unknown;
        }
        Ok(())
    }

    /// Parses a function, and reports one of another language as one error.
    pub(in super::super) fn or_foreign_function<T>(
        &mut self,
        parse: impl FnOnce(&mut Self) -> Parsed<T>,
    ) -> Parsed<Option<T>> {
        let (start, errors) = (self.position(), self.error_count());
        let parsed = parse(self);
        if self.error_count() == errors {
            return parsed.map(Some);
        }
        let mut reader = Reader::new(self, start, "value");
        let Some(made) = reader.function() else { return parsed.map(Some) };
        let (end, definitions) = (reader.at, reader.definitions);
        if self.slice(&made.span) == made.text {
            return parsed.map(Some);
        }
        let sentence = format!("write `{}`", made.text);
        let help = self.edit_help(sentence, vec![(made.span, made.text)], &definitions);
        let whole = self.error_count() > errors + 1 && self.is_one_habit(errors);
        if !self.collapse(errors, whole, parsed.is_err(), end, help) {
            return parsed.map(Some);
        }
        Ok(None)
    }

    /// Replaces the errors since a count with the first one and these edits, if `whole` or if the first one has no edits of its own.
    ///
    /// Otherwise the edits are one more candidate for a single error. Returns `true` if the parser is after the declaration.
    fn collapse(
        &mut self,
        errors: usize,
        whole: bool,
        failed: bool,
        end: usize,
        help: Help,
    ) -> bool {
        let several = self.error_count() > errors + 1;
        if whole || self.is_helpless(errors) {
            self.keep_first_error_since(errors);
            self.replace_help(errors, help);
        } else if several {
            return false;
        } else {
            self.add_candidates(errors, help);
            if !failed {
                return false;
            }
        }
        self.go_to(end);
        true
    }
}
