//! Reads TOML with mistakes as its author meant it, and writes it without them: the line of a syntax error, or a whole file
//! that is in JSON or YAML. What it writes is a guess, which is checked before it is shown.

use std::iter::Peekable;

use super::token;

/// The largest number of bytes that are read.
const MAX_LENGTH: usize = 16 * 1024;

/// The largest depth of tables and arrays in each other.
const MAX_DEPTH: usize = 16;

/// A value.
enum Node {
    /// A string.
    Text(String),
    /// A number or a boolean, as it is written.
    Literal(String),
    /// A table. Its keys are as TOML needs them.
    Table(Vec<(String, Node)>),
    Array(Vec<Node>),
}

/// Returns a line without mistakes: a header, or a key and a value. The result may be equal to the line.
pub(super) fn line(source: &str) -> Option<String> {
    let line = source.trim_end();
    let body = line.trim_start();
    let indent = &line[..line.len() - body.len()];
    if body.len() > MAX_LENGTH {
        return None;
    }
    let mut reader = Reader { rest: body, depth: 0 };
    let written = match header(body) {
        Some((header, rest)) => {
            reader.rest = rest;
            header
        }
        None => {
            let (key, value) = reader.entry()?;
            format!("{key} = {}", value.inline())
        }
    };
    reader.rest = reader.rest.trim_start_matches([',', ';', '}', ']', ' ', '\t']);
    let comment = match reader.rest.trim_start_matches("//").trim_start_matches('#') {
        "" => String::new(),
        _ if !reader.is_at_end() => return None,
        comment => format!(" #{comment}"),
    };
    Some(format!("{indent}{written}{comment}"))
}

/// Returns the header of a table that starts a line, or whose brackets are incomplete, and what follows it.
fn header(body: &str) -> Option<(String, &str)> {
    let end = body.find(['=', '{', '#']).unwrap_or(body.len());
    let (name, rest) = body.split_at(body[..end].rfind(']').map_or(end, |at| at + 1));
    if !body.starts_with('[') && !name.ends_with(']') {
        return None;
    }
    let close = if name.starts_with("[[") { "]]" } else { "]" };
    let open = if name.starts_with("[[") { "[[" } else { "[" };
    let name = name.trim_matches(|c: char| matches!(c, '[' | ']' | ' ' | '\t'));
    let name = match name.split_once('.') {
        _ if name.is_empty() => return None,
        Some((table, key)) if !key.split('.').all(token::is_key) => {
            format!("{}.{}", key_text(table), key_text(&unquoted(key)))
        }
        Some(_) => name.to_owned(),
        None => key_text(&unquoted(name)),
    };
    Some((format!("{open}{name}{close}"), rest.trim_start()))
}

/// Returns a JSON file as TOML.
pub(super) fn json(source: &str) -> Option<String> {
    if source.len() > MAX_LENGTH {
        return None;
    }
    let mut reader = Reader { rest: source.trim(), depth: 0 };
    let value = reader.value()?;
    if !reader.rest.trim().is_empty() {
        return None;
    }
    value.document()
}

/// Returns a YAML file of nested mappings as TOML.
pub(super) fn yaml(source: &str) -> Option<String> {
    if source.len() > MAX_LENGTH {
        return None;
    }
    let lines = source.lines().map(|line| line.split(" #").next().unwrap_or_default().trim_end());
    let lines = lines.filter(|line| {
        let text = line.trim_start();
        !text.is_empty() && !text.starts_with('#') && text != "---"
    });
    let mut lines = lines.map(|line| (line.len() - line.trim_start().len(), line.trim_start()));
    let lines: &mut dyn Iterator<Item = (usize, &str)> = &mut lines;
    let mut lines = lines.peekable();
    let entries = mapping(&mut lines, 0)?;
    if lines.next().is_some() { None } else { Node::Table(entries).document() }
}

type Lines<'l, 's> = Peekable<&'l mut dyn Iterator<Item = (usize, &'s str)>>;

/// Reads the lines of a YAML mapping, which have the indentation of the first.
fn mapping(lines: &mut Lines<'_, '_>, depth: usize) -> Option<Vec<(String, Node)>> {
    let (indent, _) = *lines.peek()?;
    let mut entries = Vec::new();
    while let Some((_, line)) = lines.next_if(|(at, _)| *at == indent) {
        let mut reader = Reader { rest: line, depth };
        let key = reader.key()?;
        let is_last = reader.rest.trim().is_empty();
        let value = match lines.peek() {
            Some((at, _)) if is_last && *at > indent && depth < MAX_DEPTH => {
                Node::Table(mapping(lines, depth + 1)?)
            }
            _ if is_last => return None,
            _ => reader.value()?,
        };
        entries.push((key, value));
    }
    Some(entries)
}

/// A source, and how far it is read.
struct Reader<'s> {
    rest: &'s str,
    depth: usize,
}

/// A string literal, or characters without quotes.
struct Word {
    text: String,
    is_quoted: bool,
}

impl Reader<'_> {
    fn is_at_end(&mut self) -> bool {
        self.rest = self.rest.trim_start();
        self.rest.is_empty() || self.rest.starts_with('#') || self.rest.starts_with("//")
    }

    fn eat(&mut self, mark: &str) -> bool {
        self.rest = self.rest.trim_start();
        let rest = self.rest.strip_prefix(mark);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    /// Reads a `=`, or what other languages have in its place.
    fn separator(&mut self) -> bool {
        [":=", "=>", "->", "==", "=", ":"].into_iter().any(|mark| self.eat(mark))
    }

    /// Reads a key and a value.
    fn entry(&mut self) -> Option<(String, Node)> {
        let before = self.rest;
        match self.key() {
            Some(key) => Some((key, self.value()?)),
            // `path:../types`
            None => {
                self.rest = before;
                let Word { text, is_quoted: false } = self.word()? else { return None };
                let (key, value) = text.split_once(':')?;
                Some((key_text(key), Node::Text(value.to_owned())))
            }
        }
    }

    /// Reads a key and the separator after it.
    fn key(&mut self) -> Option<String> {
        let Word { text, is_quoted } = self.word()?;
        let is_separated = self.separator();
        match text.strip_suffix(':') {
            Some(key) if !is_quoted => Some(key_text(key)),
            _ if is_separated => Some(key_text(&text)),
            _ => None,
        }
    }

    fn value(&mut self) -> Option<Node> {
        self.depth += 1;
        let value = if self.depth > MAX_DEPTH {
            None
        } else if self.eat("{") {
            self.entries().map(Node::Table)
        } else if self.eat("[") {
            self.items().map(Node::Array)
        } else {
            self.scalar()
        };
        self.depth -= 1;
        value
    }

    /// Reads a string, a number or a boolean, or the entries of an inline table without its braces.
    fn scalar(&mut self) -> Option<Node> {
        let before = self.rest;
        if self.key().is_some() && !self.rest.trim_start().starts_with("//") {
            self.rest = before;
            return self.entries().map(Node::Table);
        }
        self.rest = before;
        let Word { text, is_quoted } = self.word()?;
        let is_literal = text.parse::<f64>().is_ok() || text == "true" || text == "false";
        Some(if is_literal && !is_quoted { Node::Literal(text) } else { Node::Text(text) })
    }

    /// Reads entries up to a `}`, or to the end.
    fn entries(&mut self) -> Option<Vec<(String, Node)>> {
        let mut entries = Vec::new();
        loop {
            while self.eat(",") || self.eat(";") {}
            if self.eat("}") || self.eat("]") || self.eat(")") || self.is_at_end() {
                return Some(entries);
            }
            entries.push(self.entry()?);
        }
    }

    /// Reads values up to a `]`, or to the end.
    fn items(&mut self) -> Option<Vec<Node>> {
        let mut items = Vec::new();
        loop {
            while self.eat(",") || self.eat(";") {}
            if self.eat("]") || self.is_at_end() {
                return Some(items);
            }
            items.push(self.value()?);
        }
    }

    fn word(&mut self) -> Option<Word> {
        self.rest = self.rest.trim_start();
        let first = self.rest.chars().next()?;
        if is_quote(first) {
            let inner = &self.rest[first.len_utf8()..];
            let is_typographic = !matches!(first, '"' | '\'' | '`');
            let closes = |c: char| if is_typographic { is_quote(c) } else { c == first };
            let (text, rest) = match inner.find(closes) {
                Some(end) => (&inner[..end], inner[end..].trim_start_matches(closes)),
                None => inner.split_at(inner.find([',', '}', ';', '#']).unwrap_or(inner.len())),
            };
            self.rest = rest;
            return Some(Word { text: text.trim().to_owned(), is_quoted: true });
        }
        let is_end = |c: char| c.is_whitespace() || "={}[],;#".contains(c) || is_quote(c);
        let (text, rest) = self.rest.split_at(self.rest.find(is_end).unwrap_or(self.rest.len()));
        self.rest = rest.trim_start_matches(is_quote);
        (!text.is_empty()).then(|| Word { text: text.to_owned(), is_quoted: false })
    }
}

impl Node {
    fn inline(&self) -> String {
        match self {
            Self::Text(text) => string(text),
            Self::Literal(text) => text.clone(),
            Self::Array(items) => {
                let items: Vec<_> = items.iter().map(Self::inline).collect();
                format!("[{}]", items.join(", "))
            }
            Self::Table(entries) if entries.is_empty() => "{}".to_owned(),
            Self::Table(entries) => {
                let entries: Vec<_> = entries
                    .iter()
                    .map(|(key, value)| format!("{key} = {}", value.inline()))
                    .collect();
                format!("{{ {} }}", entries.join(", "))
            }
        }
    }

    /// Returns a file with the entries of a table. Tables in it have headers.
    fn document(&self) -> Option<String> {
        let Self::Table(entries) = self else { return None };
        let line = |(key, value): &(String, Self)| format!("{key} = {}\n", value.inline());
        let is_table = |(_, value): &&(String, Self)| matches!(value, Self::Table(_));
        let mut parts: Vec<String> = Vec::new();
        let values: String = entries.iter().filter(|entry| !is_table(entry)).map(line).collect();
        parts.extend(Some(values).filter(|values| !values.is_empty()));
        for (key, value) in entries.iter().filter(is_table) {
            let Self::Table(entries) = value else { continue };
            parts.push(format!("[{key}]\n{}", entries.iter().map(line).collect::<String>()));
        }
        Some(parts.join("\n"))
    }
}

fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\'' | '`' | '«' | '»') || token::TYPOGRAPHIC_QUOTES.contains(&c)
}

fn unquoted(text: &str) -> String {
    text.trim_matches(is_quote).to_owned()
}

/// Returns a key as TOML needs it.
fn key_text(text: &str) -> String {
    if text.split('.').all(token::is_key) { text.to_owned() } else { string(text) }
}

fn string(text: &str) -> String {
    let text = text.replace("\\\\", "/").replace('\\', "/").replace('"', "\\\"");
    format!("\"{text}\"")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_written_without_its_mistakes() {
        for (source, expected) in [
            ("a:b = { path = \"x\" }", "\"a:b\" = { path = \"x\" }"),
            (
                "\"a:b\": { path: \"x\", version: \"1.0.0\" }",
                "\"a:b\" = { path = \"x\", version = \"1.0.0\" }",
            ),
            ("a:b: {path: ../x}", "\"a:b\" = { path = \"../x\" }"),
            ("a:b => { path => '../x' },", "\"a:b\" = { path = \"../x\" }"),
            ("“a:b” = { path = “x” }", "\"a:b\" = { path = \"x\" }"),
            ("\"a:b\" = path = \"x\"; // why", "\"a:b\" = { path = \"x\" } # why"),
            (
                "\"a:b\" = { path = \"x\" version = \"1.0.0\"",
                "\"a:b\" = { path = \"x\", version = \"1.0.0\" }",
            ),
            ("\"a:b\" = { path = \"x }", "\"a:b\" = { path = \"x\" }"),
            ("  path = ..\\x\\y # why", "  path = \"../x/y\" # why"),
            ("path = \"..\\x\"}", "path = \"../x\""),
            ("path:../x", "path = \"../x\""),
            ("a = [1, true", "a = [1, true]"),
            ("[dependencies", "[dependencies]"),
            ("dependencies]", "[dependencies]"),
            ("[dependencies.a:b]", "[dependencies.\"a:b\"]"),
            ("[dependencies.\"a:b]", "[dependencies.\"a:b\"]"),
        ] {
            assert_eq!(line(source).as_deref(), Some(expected), "{source}");
        }
        for source in ["", "=", "a", "a = ", "a = b c", "{{{{", "\"", "[]"] {
            assert_eq!(line(source), None, "{source}");
        }
        assert_eq!(line(&format!("a = {}", "[".repeat(1_000))), None);
    }

    #[test]
    fn files_in_json_and_yaml_are_written_as_toml() {
        let toml = "[dependencies]\n\"a:b\" = { path = \"../x\" }\n";
        let source = "{ \"dependencies\": { \"a:b\": { \"path\": \"../x\" } } }";
        assert_eq!(json(source).as_deref(), Some(toml));
        let source = "---\n# all\ndependencies:\n  a:b:\n    path: ../x # one\n";
        assert_eq!(yaml(source).as_deref(), Some(toml));
        for source in ["", "a:", "a", "a:\n b: 1\n   c: 2"] {
            assert_eq!(yaml(source), None, "{source}");
        }
    }
}
