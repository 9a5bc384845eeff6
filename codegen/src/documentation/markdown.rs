//! Converts the Markdown of WIT docs for rustdoc: links names, and keeps code blocks from being doctests.

use std::ops::Range;

use pulldown_cmark::{
    BrokenLink, CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd,
};

/// The extensions of Markdown that rustdoc enables.
const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// Words after ```` ``` ```` with which a code block is Rust, besides `edition…` and error codes.
const RUST: &[&str] = &[
    "rust",
    "should_panic",
    "no_run",
    "compile_fail",
    "custom",
    "test_harness",
    "standalone_crate",
];

/// WIT types with angle brackets, which must not be taken for HTML.
const GENERIC: &[&str] =
    &["list", "option", "result", "tuple", "own", "borrow", "stream", "future", "map"];

/// Converts docs. `link` returns the Rust path of the item that a word names.
pub(super) fn prepare(docs: &str, link: &dyn Fn(&str) -> Option<String>) -> String {
    // In Markdown, a carriage return ends a line; in a doc comment of Rust, it is an error.
    let lines = docs.contains('\r').then(|| docs.replace("\r\n", "\n").replace('\r', "\n"));
    let docs = lines.as_deref().unwrap_or(docs);
    simple(docs, link).unwrap_or_else(|| parsed(docs, link))
}

/// Converts docs with no other markup than words in backticks, or returns `None`.
///
/// Most docs are such, and parsing Markdown takes more time than all other steps.
fn simple(docs: &str, link: &dyn Fn(&str) -> Option<String>) -> Option<String> {
    let blocks = ["``", "    "].iter().any(|mark| docs.contains(mark));
    if blocks || ['[', '<', '~', '\t', '\\'].iter().any(|mark| docs.contains(*mark)) {
        return None;
    }
    let words: Vec<&str> = docs.split('`').collect();
    if words.len().is_multiple_of(2) || words.iter().skip(1).step_by(2).any(|it| it.contains('\n'))
    {
        return None;
    }
    let mut text = String::with_capacity(docs.len() + 64);
    for (at, word) in words.into_iter().enumerate() {
        match at % 2 {
            0 => text.push_str(word),
            _ => text.push_str(&match link(word) {
                Some(path) => format!("[`{word}`]({path})"),
                None => format!("`{word}`"),
            }),
        }
    }
    Some(text)
}

/// Converts docs with the Markdown parser that rustdoc uses.
fn parsed(docs: &str, link: &dyn Fn(&str) -> Option<String>) -> String {
    let mut edits = Edits { docs, link, edits: Vec::new(), depth: 0, indented: None };
    let mut unknown =
        |link: BrokenLink<'_>| Some((CowStr::from(link.reference.into_string()), CowStr::from("")));
    let parser = Parser::new_with_broken_link_callback(docs, OPTIONS, Some(&mut unknown));
    for (event, range) in parser.into_offset_iter() {
        edits.event(event, range);
    }
    edits.apply()
}

/// Edits of docs, in their order.
struct Edits<'a> {
    docs: &'a str,
    link: &'a dyn Fn(&str) -> Option<String>,
    edits: Vec<(Range<usize>, String)>,
    /// The number of links and images around the current event.
    depth: usize,
    /// The text of the current indented code block.
    indented: Option<String>,
}

impl Edits<'_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        match event {
            Event::Start(Tag::CodeBlock(CodeBlockKind::Fenced(words))) => {
                self.fenced(&words, &range);
            }
            Event::Start(Tag::CodeBlock(CodeBlockKind::Indented)) => {
                self.indented = Some(String::new());
            }
            Event::End(TagEnd::CodeBlock) => {
                if let Some(code) = self.indented.take() {
                    self.block(&code, range);
                }
            }
            Event::Text(text) => {
                if let Some(code) = &mut self.indented {
                    code.push_str(&text);
                }
            }
            Event::Start(Tag::Link { link_type, dest_url, .. }) => {
                self.depth += 1;
                if self.depth == 1 {
                    self.linked(link_type, &dest_url, range);
                }
            }
            Event::Start(Tag::Image { .. }) => self.depth += 1,
            Event::End(TagEnd::Link | TagEnd::Image) => self.depth -= 1,
            Event::Code(word) if self.depth == 0 => self.word(&word, range),
            Event::InlineHtml(_) | Event::Html(_) => self.angle(range),
            _ => {}
        }
    }

    /// Links a word in backticks.
    fn word(&mut self, word: &str, range: Range<usize>) {
        let name = word.strip_prefix('[').and_then(|name| name.strip_suffix(']')).unwrap_or(word);
        if let Some(path) = (self.link)(name) {
            self.edits.push((range, format!("[`{name}`]({path})")));
        }
    }

    /// Replaces a link that rustdoc would resolve as a Rust path.
    fn linked(&mut self, kind: LinkType, to: &str, range: Range<usize>) {
        let whole = &self.docs[range.clone()];
        let name = to.trim_matches('`');
        let is_unknown = matches!(
            kind,
            LinkType::ReferenceUnknown | LinkType::CollapsedUnknown | LinkType::ShortcutUnknown
        );
        let text = match kind {
            LinkType::Inline => whole.rfind("](").map(|at| &whole[1..at]),
            LinkType::ReferenceUnknown => whole.rfind("][").map(|at| &whole[1..at]),
            LinkType::CollapsedUnknown => {
                whole.strip_prefix('[').and_then(|it| it.strip_suffix("][]"))
            }
            LinkType::ShortcutUnknown => {
                whole.strip_prefix('[').and_then(|it| it.strip_suffix(']'))
            }
            _ => None,
        };
        let Some(text) = text else { return };
        if let Some(path) = (self.link)(name) {
            self.edits.push((range, format!("[{text}]({path})")));
        } else if is_unknown {
            let escaped = whole.replace('[', "\\[").replace(']', "\\]");
            self.edits.push((range, escaped));
        } else if may_be_rust(to) {
            self.edits.push((range, text.to_owned()));
        }
    }

    /// Escapes an angle bracket of a WIT type.
    fn angle(&mut self, range: Range<usize>) {
        let before = &self.docs[..range.start];
        let word = before.rsplit(|char: char| !char.is_ascii_alphanumeric()).next();
        if word.is_some_and(|word| GENERIC.contains(&word)) {
            self.edits.push((range.start..range.start + 1, "\\<".to_owned()));
        }
    }

    /// Marks a fenced code block as text if rustdoc would test it as Rust.
    fn fenced(&mut self, words: &str, range: &Range<usize>) {
        let block = &self.docs[range.clone()];
        let fence = block.find(|char| char != '`' && char != '~').unwrap_or(block.len());
        let end = block.find('\n').unwrap_or(block.len());
        let all: Vec<&str> =
            words.split([',', ' ', '\t']).filter(|word| !word.is_empty()).collect();
        let is_rust = |word: &&str| {
            RUST.contains(word)
                || word.starts_with("ignore")
                || word.starts_with("edition")
                || word.strip_prefix('E').is_some_and(|code| code.parse::<u16>().is_ok())
        };
        let replacement = match all.contains(&"rust") {
            true => "rust,ignore",
            false if all.iter().all(is_rust) => "text",
            false => return,
        };
        self.edits.push((range.start + fence..range.start + end, replacement.to_owned()));
    }

    /// Replaces an indented code block, which rustdoc would test as Rust, by a fenced one.
    fn block(&mut self, code: &str, range: Range<usize>) {
        let line = self.docs[..range.start].rfind('\n').map_or(0, |at| at + 1);
        let before = &self.docs[line..range.start];
        let kept = before.strip_suffix("    ").or_else(|| before.strip_suffix('\t'));
        let kept = kept.unwrap_or(before);
        let margin: String = kept.chars().map(|char| if char == '>' { '>' } else { ' ' }).collect();
        let fence = fence(code);
        let mut block = format!("{fence}text\n");
        for line in code.trim_end_matches('\n').lines() {
            block.push_str(format!("{margin}{line}").trim_end());
            block.push('\n');
        }
        block.push_str(&format!("{margin}{fence}\n"));
        self.edits.push((line + kept.len()..range.end, block));
    }

    fn apply(self) -> String {
        let mut text = String::with_capacity(self.docs.len() + 64);
        let mut at = 0;
        for (range, replacement) in self.edits {
            if range.start >= at {
                text.push_str(&self.docs[at..range.start]);
                text.push_str(&replacement);
                at = range.end;
            }
        }
        text.push_str(&self.docs[at..]);
        text
    }
}

/// Returns a fence that is longer than any in the code.
fn fence(code: &str) -> String {
    let longest = code.lines().map(|line| {
        let line = line.trim_start();
        line.len() - line.trim_start_matches('`').len()
    });
    "`".repeat(longest.max().unwrap_or(0).max(2) + 1)
}

/// `true` if rustdoc takes the destination of a link for a Rust path: it has no character of a URL.
fn may_be_rust(to: &str) -> bool {
    !to.is_empty()
        && to.chars().all(|char| char.is_alphanumeric() || ":_<>, !*&;@()`".contains(char))
}

#[cfg(test)]
mod tests;
