//! The values of a TOML file: in come the events of one, out goes what they say.

use toml_parser::decoder::{IntegerRadix, ScalarKind};
use toml_parser::parser::{Event, EventKind};

use super::{Builder, range};
use crate::manifest::complaint::Complaint;
use crate::manifest::document::tree::{self, Form};
use crate::manifest::document::{Data, Table, Value, date};

impl Builder<'_> {
    /// The value that starts with `event`, if any does.
    pub(super) fn value(&mut self, event: Event) -> Option<Value> {
        match event.kind() {
            EventKind::InlineTableOpen => Some(self.inline_table(event)),
            EventKind::ArrayOpen => Some(self.array(event)),
            EventKind::Scalar => Some(self.scalar(event)),
            _ => None,
        }
    }

    fn array(&mut self, open: Event) -> Value {
        let mut items = Vec::new();
        let mut item = None;
        let mut range = range(open.span());
        while let Some(event) = self.next() {
            range.end = event.span().end();
            match event.kind() {
                EventKind::ValueSep | EventKind::ArrayClose => {
                    if let Some(item) = item.take() {
                        items.push(item);
                    }
                    if event.kind() == EventKind::ArrayClose {
                        break;
                    }
                }
                kind if is_between(kind) => {}
                _ => match self.value(event) {
                    Some(value) => item = Some(value),
                    None => break,
                },
            }
        }
        Value { data: Data::Array(items), range }
    }

    fn inline_table(&mut self, open: Event) -> Value {
        let mut table = Table { form: Form::Inline, ..Table::default() };
        let mut keys = None;
        let mut value = None;
        let mut range = range(open.span());
        while let Some(event) = self.next() {
            range.end = event.span().end();
            match event.kind() {
                EventKind::SimpleKey => keys = self.keys(event).or(keys),
                EventKind::ValueSep | EventKind::InlineTableClose => {
                    if let (Some(keys), Some(value)) = (keys.take(), value.take()) {
                        let added = tree::insert(&mut table, keys, value, Form::InlineDotted);
                        self.complaints.add(added);
                    }
                    if event.kind() == EventKind::InlineTableClose {
                        break;
                    }
                }
                EventKind::KeyValSep => {}
                kind if is_between(kind) => {}
                _ => match self.value(event) {
                    Some(found) => value = Some(found),
                    None => break,
                },
            }
        }
        Value { data: Data::Table(table), range }
    }

    fn scalar(&mut self, event: Event) -> Value {
        let mut text = String::new();
        let kind = match self.source.get(event) {
            Some(raw) => raw.decode_scalar(&mut text, &mut self.complaints),
            None => ScalarKind::String,
        };
        let range = range(event.span());
        let data = match kind {
            ScalarKind::String => Data::Text(text),
            ScalarKind::Integer(IntegerRadix::Dec) => Data::Integer(text),
            ScalarKind::Integer(IntegerRadix::Hex) => Data::Integer(format!("0x{text}")),
            ScalarKind::Integer(IntegerRadix::Oct) => Data::Integer(format!("0o{text}")),
            ScalarKind::Integer(IntegerRadix::Bin) => Data::Integer(format!("0b{text}")),
            ScalarKind::Float => Data::Float,
            ScalarKind::Boolean(_) => Data::Boolean,
            ScalarKind::DateTime => {
                if !date::is_sound(&text) {
                    let message = kind.invalid_description().to_owned();
                    self.complaints.0.push(Complaint { message, range: range.clone() });
                }
                Data::Datetime
            }
        };
        Value { data, range }
    }
}

/// Whether it may stand anywhere between values, and says nothing.
fn is_between(kind: EventKind) -> bool {
    matches!(
        kind,
        EventKind::Whitespace | EventKind::Comment | EventKind::Newline | EventKind::Error
    )
}
