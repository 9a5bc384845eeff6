//! The part of a definition after its name: `{ … }`, `( … )` or indented lines.

use std::ops::Range;

use super::super::token::Kind;
use super::declarations::Element;
use super::reader::Reader;

/// Replacements in the source.
pub(super) type Edits = Vec<(Range<usize>, String)>;

/// A definition that is read.
pub(super) struct Made {
    pub(super) keyword: &'static str,
    pub(super) name: String,
    pub(super) edits: Edits,
    /// The whole definition, if it cannot be edited in parts.
    pub(super) whole: Option<String>,
}

impl Made {
    pub(super) fn whole(keyword: &'static str, name: String, text: String) -> Self {
        Self { keyword, name, edits: Vec::new(), whole: Some(text) }
    }
}

impl Reader<'_, '_> {
    /// Reads `{ … }` after what is before it, which becomes `keyword name {`.
    pub(super) fn in_braces(&mut self, keyword: &'static str, name: String) -> Option<Made> {
        name.trim_start_matches('%').clone_into(&mut self.hint);
        let open = self.start();
        self.expect('{')?;
        let (keyword, edits) = match keyword {
            "record" => (keyword, self.edited_elements(Self::field)?.0),
            keyword => {
                let types = keyword == "variant";
                let (edits, payloads) = self.edited_elements(|r| match types {
                    true => r.case_of_variant(),
                    false => r.case(),
                })?;
                (if payloads && keyword == "enum" { "variant" } else { keyword }, edits)
            }
        };
        if self.definitions.iter().any(|definition| definition.starts_with("resource "))
            && keyword == "record"
        {
            // Functions are not fields.
            return None;
        }
        let close = self.end();
        let mut made = Made { keyword, edits, whole: None, name };
        // The start is known to the caller.
        let head = format!("{keyword} {} {{", made.name);
        made.edits.insert(0, (usize::MAX..open + 1, head));
        if self.is(';') && !self.starts_line() {
            self.bump();
            made.edits.push((close..self.end(), String::new()));
        }
        Some(made)
    }

    /// Reads elements up to and including the `}`, and returns the edits that make each of them valid, with one `,` between
    /// two of them, and `true` if one of them holds a type.
    fn edited_elements(
        &mut self,
        read: impl Fn(&mut Self) -> Option<Element>,
    ) -> Option<(Edits, bool)> {
        let (mut edits, mut payloads, mut count) = (Vec::new(), false, 0);
        while !self.is('}') {
            if self.at_end() {
                return None;
            }
            let before = self.start();
            if self.is_nested() {
                let nested = self.nest(Self::definition)?;
                self.definitions.push(nested.text(self.parser.file, self.parser.source)?);
                edits.push((before..self.start(), String::new()));
                self.separated = true;
                continue;
            }
            if matches!(self.word(), "reserved" | "extensions" | "option") && !self.is_at(1, ':') {
                while !self.at_end() && !self.is('}') && !self.eat(';') {
                    self.bump();
                }
                edits.push((before..self.start(), String::new()));
                continue;
            }
            let element = read(self)?;
            count += 1;
            payloads |= element.text.contains('(');
            if before < element.span.start {
                self.separated = true;
                edits.push((before..element.span.start, String::new()));
            }
            if self.parser.slice(&element.span) != element.text {
                edits.push((element.span.clone(), element.text));
            }
            let end = self.end();
            if self.is(',') {
                self.bump();
            } else if matches!(self.kind(), Kind::Punct(';' | '|')) {
                self.separated |= self.is('|');
                let (starts_line, last) =
                    (self.starts_line(), self.is_at(1, '}') && !self.token(1).starts_line);
                let mark = self.bump();
                if starts_line {
                    edits.push((end..end, ",".to_owned()));
                    edits.push((mark.start..self.start(), String::new()));
                } else {
                    edits.push((end..mark.end, if last { "" } else { "," }.to_owned()));
                }
            } else if !self.is('}') {
                edits.push((end..end, ",".to_owned()));
            }
            while self.is(';') || self.is(',') {
                edits.push((self.bump(), String::new()));
            }
        }
        self.bump();
        if count == 0 {
            let at = self.end() - 1;
            edits.push((at..at, " some-field: u32 ".to_owned()));
        }
        Some((edits, payloads))
    }

    /// Returns `true` at a definition inside another one, `message inner {`.
    fn is_nested(&self) -> bool {
        matches!(self.word(), "message" | "enum" | "struct")
            && self.is_name_at(1)
            && self.is_at(2, '{')
    }

    /// Reads `{ … }` with functions in it, which becomes a resource.
    pub(super) fn methods_in_braces(&mut self, name: String) -> Option<Made> {
        let open = self.start();
        self.expect('{')?;
        let outer = self.resource.replace(name.clone());
        let mut edits = vec![(usize::MAX..open + 1, format!("resource {name} {{"))];
        while !self.is('}') {
            let method = self.function().filter(|method| !method.colon)?;
            edits.push((method.span, method.text));
        }
        let end = self.bump().end;
        self.resource = outer;
        if self.is(';') && !self.starts_line() {
            self.bump();
            edits.push((end..self.end(), String::new()));
        }
        (edits.len() > 1).then_some(Made { keyword: "resource", name, edits, whole: None })
    }

    /// Reads `(u32, string)` or `(val x: Int)` after the name.
    pub(super) fn in_parentheses(&mut self, keyword: &'static str, name: String) -> Option<Made> {
        if keyword != "record" {
            return None;
        }
        let made = self.attempt(|r| {
            let fields = r.elements_in_parentheses(Self::field)?;
            Some(format!("record {name} {{ {} }}", fields.join(", ")))
        });
        let made = made.map(|text| Made::whole("record", name.clone(), text)).or_else(|| {
            self.bump();
            let mut types = Vec::new();
            while !self.eat(')') {
                self.eat_word(&["pub"]);
                types.push(self.value_type()?);
                self.eat(',');
            }
            let ty = match types.as_slice() {
                [] => return None,
                [one] => one.clone(),
                many => format!("tuple<{}>", many.join(", ")),
            };
            Some(Made::whole("type", name.clone(), format!("type {name} = {ty};")))
        });
        self.eat(';');
        made
    }

    fn elements_in_parentheses(
        &mut self,
        read: impl Fn(&mut Self) -> Option<Element>,
    ) -> Option<Vec<String>> {
        self.expect('(')?;
        let fields = self.elements(')', read)?;
        Some(fields.into_iter().map(|field| field.text).collect())
    }

    /// Reads the indented lines of a class of Python.
    pub(super) fn indented(&mut self, keyword: &'static str, name: String) -> Option<Made> {
        let indent = self.parser.indent_of(self.start());
        self.bump();
        name.clone_into(&mut self.hint);
        let mut elements = Vec::new();
        while !self.at_end() && !self.is('}') && self.parser.indent_of(self.start()) > indent {
            let element = if keyword == "record" { self.field()? } else { self.case()? };
            elements.push(element.text);
        }
        let text = format!("{keyword} {name} {{ {} }}", elements.join(", "));
        (!elements.is_empty()).then(|| Made::whole(keyword, name, text))
    }
}
