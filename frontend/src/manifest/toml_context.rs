//! A scan of TOML that is valid or not: in comes the source, out comes the syntactic context of a byte, such as "in a string" or
//! "in a value". Works without a parser, so that the context of a syntax error depends only on the source.

/// The syntactic context of a byte.
#[derive(Clone, Copy, Debug)]
pub(super) struct Context {
    pub(super) position: Position,
    /// The string literal that the byte is in.
    pub(super) string: Option<StringStart>,
    /// The innermost array or inline table that the byte is in.
    pub(super) bracket: Option<Bracket>,
}

/// The syntax element that is expected at a byte.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Position {
    /// A key, or the `=` after it.
    Key,
    /// The name of a table, in `[` and `]`.
    Header,
    /// A value, or what follows it. It starts at this byte.
    Value(usize),
}

/// The start of a string literal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct StringStart {
    pub(super) at: usize,
    /// `"`, `'`, `"""` or `'''`.
    pub(super) delimiter: &'static str,
}

/// The start of an array or an inline table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Bracket {
    pub(super) at: usize,
    pub(super) is_array: bool,
}

/// Returns the contexts of bytes of the source, which are sorted, and the brackets that are never closed.
pub(super) fn contexts(source: &str, bytes: &[usize]) -> (Vec<Context>, Vec<Bracket>) {
    let mut scan = Scan::new(source);
    let mut contexts = Vec::new();
    for &byte in bytes {
        while scan.at < byte.min(source.len()) {
            scan.step();
        }
        contexts.push(scan.context());
    }
    while scan.at < source.len() {
        scan.step();
    }
    scan.unclosed.extend(scan.levels.iter().filter_map(|level| level.bracket));
    (contexts, scan.unclosed)
}

/// Returns the first byte at which more than `limit` arrays, inline tables and parts of dotted keys are in each other.
pub(super) fn too_deep(source: &str, limit: usize) -> Option<usize> {
    let mut scan = Scan::new(source);
    while scan.at < source.len() {
        let at = scan.at;
        scan.step();
        if scan.depth() > limit {
            return Some(at);
        }
    }
    None
}

/// A level of nesting: the file, an array or an inline table.
struct Level {
    bracket: Option<Bracket>,
    position: Position,
    /// The dots of the current key.
    dots: usize,
}

/// A table header, `[a.b]` or `[[a.b]]`.
struct Header {
    at: usize,
    close: &'static str,
    dots: usize,
}

struct Scan<'s> {
    source: &'s [u8],
    at: usize,
    /// The open levels. The first is the file.
    levels: Vec<Level>,
    string: Option<StringStart>,
    /// `true` if only whitespace is before `at` on a line of the file's own level.
    starts_line: bool,
    /// The last table header.
    header: Header,
    /// Brackets that a bracket of the other kind closed.
    unclosed: Vec<Bracket>,
}

impl<'s> Scan<'s> {
    fn new(source: &'s str) -> Self {
        Self {
            source: source.as_bytes(),
            at: 0,
            levels: vec![Level { bracket: None, position: Position::Key, dots: 0 }],
            string: None,
            starts_line: true,
            header: Header { at: 0, close: "]", dots: 0 },
            unclosed: Vec::new(),
        }
    }

    fn context(&self) -> Context {
        let level = &self.levels[self.levels.len() - 1];
        Context { position: level.position, string: self.string, bracket: level.bracket }
    }

    fn depth(&self) -> usize {
        let dots = self.levels.iter().map(|level| level.dots).sum::<usize>();
        self.header.dots + dots + self.levels.len() - 1
    }

    /// Moves past one byte, or past one delimiter, escape or comment.
    fn step(&mut self) {
        match self.string {
            Some(string) => self.step_in_string(string),
            None => self.step_in_code(),
        }
    }

    fn step_in_string(&mut self, StringStart { delimiter, .. }: StringStart) {
        let rest = &self.source[self.at..];
        let is_multiline = delimiter.len() == 3;
        if rest.starts_with(delimiter.as_bytes()) {
            self.string = None;
            // Up to two quotes may precede the delimiter.
            let quotes = rest.iter().take_while(|&&byte| byte == rest[0]).count();
            self.at += if is_multiline { quotes.min(5) } else { 1 };
        } else if rest[0] == b'\n' && !is_multiline {
            self.string = None;
        } else if rest[0] == b'\\' && delimiter.starts_with('"') {
            let ends_line = rest.get(1).is_none_or(|&byte| byte == b'\n');
            self.at += if ends_line { 1 } else { 2 };
        } else {
            self.at += 1;
        }
    }

    fn step_in_code(&mut self) {
        let (at, byte) = (self.at, self.source[self.at]);
        let starts_line = self.starts_line;
        self.starts_line &= byte.is_ascii_whitespace();
        self.at += 1;
        match byte {
            b'\n' => self.end_line(),
            b'#' => {
                let rest = &self.source[at..];
                self.at = at + rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
            }
            b'"' | b'\'' => self.open_string(at),
            b'[' if starts_line => self.open_header(at),
            b'[' if self.level().position == Position::Header => {}
            b'[' | b'{' => self.open_bracket(Bracket { at, is_array: byte == b'[' }),
            b']' if self.level().position == Position::Header => self.close_header(at),
            b']' | b'}' => self.close_bracket(byte == b']'),
            b'=' if !self.level().bracket.is_some_and(|bracket| bracket.is_array) => {
                self.level().position = Position::Value(at + 1);
            }
            b',' => self.separate(at),
            b'.' => self.count_dot(),
            _ => {}
        }
    }

    fn level(&mut self) -> &mut Level {
        let last = self.levels.len() - 1;
        &mut self.levels[last]
    }

    fn end_line(&mut self) {
        if self.levels.len() == 1 {
            self.starts_line = true;
            *self.level() = Level { bracket: None, position: Position::Key, dots: 0 };
        }
    }

    fn open_string(&mut self, at: usize) {
        let rest = &self.source[at..];
        let delimiters = ["\"\"\"", "'''", "\"", "'"];
        let delimiter = delimiters.into_iter().find(|it| rest.starts_with(it.as_bytes()));
        let delimiter = delimiter.expect("called at a quote");
        self.string = Some(StringStart { at, delimiter });
        self.at = at + delimiter.len();
    }

    fn open_bracket(&mut self, bracket: Bracket) {
        let position = match bracket.is_array {
            true => Position::Value(bracket.at + 1),
            false => Position::Key,
        };
        self.levels.push(Level { bracket: Some(bracket), position, dots: 0 });
    }

    fn open_header(&mut self, at: usize) {
        let close = if self.source[at..].starts_with(b"[[") { "]]" } else { "]" };
        self.header = Header { at, close, dots: 0 };
        self.level().position = Position::Header;
        self.at = at + close.len();
    }

    /// Closes `[a]` or `[[a]]`. What follows is in the position of what follows a value.
    fn close_header(&mut self, at: usize) {
        let Header { at: start, close, .. } = self.header;
        if self.source[at..].starts_with(close.as_bytes()) {
            self.at = at + close.len();
            self.level().position = Position::Value(start);
        }
    }

    /// Closes the innermost bracket of a kind, and with it those inside. Does nothing if none is open.
    fn close_bracket(&mut self, is_array: bool) {
        let is_match =
            |level: &Level| level.bracket.is_some_and(|bracket| bracket.is_array == is_array);
        if let Some(index) = self.levels.iter().rposition(is_match) {
            let inside = self.levels.drain(index..).skip(1);
            self.unclosed.extend(inside.filter_map(|level| level.bracket));
        }
    }

    fn separate(&mut self, at: usize) {
        let level = self.level();
        if let Some(bracket) = level.bracket {
            level.dots = 0;
            level.position = if bracket.is_array { Position::Value(at + 1) } else { Position::Key };
        }
    }

    fn count_dot(&mut self) {
        let level = self.level();
        match level.position {
            Position::Key => level.dots += 1,
            Position::Header => self.header.dots += 1,
            Position::Value(_) => {}
        }
    }
}
