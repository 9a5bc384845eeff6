//! From the text of a TOML file to its tables, and to what is wrong with it. The only module that names `toml_parser`, which
//! says of what a text consists; which tables that makes is known to [`tree`].
//!
//! The rules are those of [TOML 1.1.0](https://toml.io/en/v1.1.0). Of a text that breaks them, this makes what
//! `DeTable::parse_recoverable` of the crate `toml` does; the tests compare the two.

mod value;

use std::mem;
use std::ops::Range;

use toml_parser::parser::{self, Event, EventKind, RecursionGuard, ValidateWhitespace};
use toml_parser::{ErrorSink, Expected, ParseError, Source, Span};

use super::tree::{self, Form, Keys};
use super::{Complaint, Data, Table, Text, Value};

/// How deep tables and arrays may be in each other, and how many keys a dotted key may have before its last.
const DEPTH: u32 = 80;

/// Reads a text as far as it can be read.
pub(super) fn build(text: &str) -> (Table, Vec<Complaint>) {
    let source = Source::new(text);
    let tokens = source.lex().into_vec();
    let mut complaints = Complaints(Vec::new());
    let mut events: Vec<Event> = Vec::new();
    let mut receiver = ValidateWhitespace::new(&mut events, source);
    let mut receiver = RecursionGuard::new(&mut receiver, DEPTH);
    parser::parse_document(&tokens, &mut receiver, &mut complaints);
    let mut builder = Builder {
        source,
        events,
        at: 0,
        complaints,
        root: Table::default(),
        table: Table::default(),
        header: None,
    };
    builder.document();
    (builder.root, builder.complaints.0)
}

struct Complaints(Vec<Complaint>);

impl Complaints {
    fn add(&mut self, result: Result<(), Complaint>) {
        if let Err(complaint) = result {
            self.0.push(complaint);
        }
    }
}

impl ErrorSink for Complaints {
    fn report_error(&mut self, error: ParseError) {
        let mut message = error.description().to_owned();
        for (index, expected) in error.expected().unwrap_or_default().iter().enumerate() {
            message.push_str(if index == 0 { ", expected " } else { ", " });
            match expected {
                Expected::Literal("\n") => message.push_str("newline"),
                Expected::Literal(text) => message.push_str(&format!("`{text}`")),
                Expected::Description(what) => message.push_str(what),
                _ => message.push_str("etc"),
            }
        }
        if error.expected().is_some_and(<[Expected]>::is_empty) {
            message.push_str(", expected nothing");
        }
        self.0.push(Complaint { message, range: error.unexpected().map_or(0..0, range) });
    }
}

/// `[a.b]` or `[[a.b]]`.
struct Header {
    /// None if they are too many.
    keys: Option<Keys>,
    range: Range<usize>,
    is_array: bool,
}

struct Builder<'t> {
    source: Source<'t>,
    events: Vec<Event>,
    /// The next event.
    at: usize,
    complaints: Complaints,
    root: Table,
    /// The table that is being read. It is put below `root` at its end.
    table: Table,
    /// Its header, but for the pairs before the first.
    header: Option<Header>,
}

impl Builder<'_> {
    fn document(&mut self) {
        while self.expression().is_some() {}
        self.finish_table();
    }

    /// None at the end, and after a key without a value: what follows that is not to be trusted.
    fn expression(&mut self) -> Option<()> {
        let event = self.next()?;
        match event.kind() {
            EventKind::StdTableOpen | EventKind::ArrayTableOpen => {
                self.finish_table();
                let header = self.header(event);
                self.start_table(header);
                Some(())
            }
            EventKind::SimpleKey => self.pair(event),
            _ => Some(()),
        }
    }

    fn header(&mut self, open: Event) -> Header {
        let is_array = open.kind() == EventKind::ArrayTableOpen;
        let mut header = Header { keys: None, range: range(open.span()), is_array };
        while let Some(event) = self.next() {
            match event.kind() {
                EventKind::StdTableClose | EventKind::ArrayTableClose => {
                    header.range.end = event.span().end();
                    break;
                }
                EventKind::SimpleKey => header.keys = self.keys(event),
                _ => {}
            }
        }
        header
    }

    fn start_table(&mut self, header: Header) {
        if let Some(keys) = &header.keys
            && !header.is_array
        {
            self.complaints.add(tree::take(&mut self.root, keys, &mut self.table));
        }
        self.header = Some(header);
    }

    fn finish_table(&mut self) {
        let table = mem::take(&mut self.table);
        match self.header.take() {
            None => self.root = table,
            Some(Header { keys: None, .. }) => {}
            Some(Header { keys: Some(keys), range, is_array }) => {
                let value = Value { data: Data::Table(table), range };
                self.complaints.add(tree::put(&mut self.root, keys, value, is_array));
            }
        }
    }

    /// `a.b = 1`.
    fn pair(&mut self, first: Event) -> Option<()> {
        let keys = self.keys(first)?;
        self.skip_whitespace();
        if self.next()?.kind() != EventKind::KeyValSep {
            return None;
        }
        self.skip_whitespace();
        // An event that is no value has been complained about.
        let value = self
            .next()
            .and_then(|event| self.value(event))
            .unwrap_or_else(|| Value { data: Data::Integer("0".to_owned()), range: 0..0 });
        self.complaints.add(tree::insert(&mut self.table, keys, value, Form::Dotted));
        Some(())
    }

    /// The keys of a dotted key.
    fn keys(&mut self, first: Event) -> Option<Keys> {
        let mut path = Vec::new();
        let mut last = self.key(first);
        while self.dot_follows() {
            while let Some(event) = self.next() {
                if event.kind() == EventKind::SimpleKey {
                    path.push(mem::replace(&mut last, self.key(event)));
                    break;
                }
            }
        }
        if path.len() >= DEPTH as usize {
            let complaint = Complaint { message: "recursion limit".to_owned(), range: 0..0 };
            self.complaints.0.push(complaint);
            return None;
        }
        Some(Keys { path, last })
    }

    fn key(&mut self, event: Event) -> Text {
        let mut value = String::new();
        if let Some(raw) = self.source.get(event) {
            raw.decode_key(&mut value, &mut self.complaints);
        }
        Text { value, range: range(event.span()) }
    }

    fn next(&mut self) -> Option<Event> {
        let event = self.events.get(self.at).copied();
        self.at += 1;
        event
    }

    fn skip_whitespace(&mut self) {
        if self.kind_at(self.at) == Some(EventKind::Whitespace) {
            self.at += 1;
        }
    }

    fn dot_follows(&self) -> bool {
        let spaced = self.kind_at(self.at) == Some(EventKind::Whitespace);
        self.kind_at(self.at + usize::from(spaced)) == Some(EventKind::KeySep)
    }

    fn kind_at(&self, at: usize) -> Option<EventKind> {
        self.events.get(at).map(Event::kind)
    }
}

fn range(span: Span) -> Range<usize> {
    span.start()..span.end()
}
