//! The pages of `docs/errors`: one per error code, with an example that produces its message, and a fix for it.
//!
//! `BLESS=1 cargo test -p airssys-bindings-codegen --test messages` writes the messages into the pages; read the diff.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use airssys_bindings_codegen::diagnostic::{ArgumentId, Diagnostic, Kind};
use airssys_bindings_codegen::roots::{Given, Roots};
use airssys_bindings_codegen::{compatibility, expand};

use crate::markdown::{Block, blocks};

/// The codes whose example is not a set of files: the macro reports them before it reads files, or they need a symbolic
/// link, an unreadable file, a Git repository, or a bug in this crate.
const NOT_FROM_FILES: [&str; 28] = [
    "AB0104", "AB0108", "AB0109", "AB0862", "AB0903", "AB0904", "AB0905", "AB0906", "AB0907",
    "AB0910", "AB0911", "AB0912", "AB0913", "AB0914", "AB0915", "AB0918", "AB0920", "AB1003",
    "AB1004", "AB1100", "AB1101", "AB1102", "AB1103", "AB1104", "AB1105", "AB1106", "AB9901",
    "AB9902",
];

/// The folder of an example with the previous version of `wit`, for the codes about compatibility.
const PREVIOUS: &str = "v1";

/// The codes whose example produces a second diagnostic: an unterminated string literal leaves its attribute without an
/// argument.
const SEVERAL_DIAGNOSTICS: [&str; 1] = ["AB0203"];

/// The parsed page of an error code. Each block is named after a file of the example, or `call`.
struct Page {
    path: PathBuf,
    /// The code, `AB0101`.
    code: String,
    text: String,
    /// The message, with `…` for its variable parts.
    title: String,
    /// The first paragraph, which the index repeats.
    lead: String,
    /// The reason why the example is not a set of files. May name a UI test.
    not_from_files: Option<String>,
    example: Vec<Block>,
    fix: Vec<Block>,
}

fn directory() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/errors")
}

fn codes() -> Vec<String> {
    let mut codes: Vec<_> = Kind::codes().map(|(code, _)| code.to_string()).collect();
    codes.sort();
    codes
}

/// Returns the pages, sorted by code.
fn pages() -> Vec<Page> {
    let entries = fs::read_dir(directory()).expect("readable");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.retain(|path| !path.ends_with("README.md"));
    paths.sort();
    paths.into_iter().map(Page::read).collect()
}

impl Page {
    fn read(path: PathBuf) -> Self {
        let text = fs::read_to_string(&path).expect("readable").replace("\r\n", "\n");
        let code = path.file_stem().expect("a page without a name").to_string_lossy().into_owned();
        let heading = format!("# {code}: ");
        let title = text.lines().next().and_then(|line| line.strip_prefix(&heading));
        let title = title.unwrap_or_else(|| panic!("{code}: the first line is `{heading}…`"));
        let paragraphs = text.split("\n\n").skip(1).map(|paragraph| paragraph.replace('\n', " "));
        let lead = paragraphs.clone().find(|paragraph| !paragraph.starts_with("<!--"));
        let comment = paragraphs.into_iter().next().unwrap_or_default();
        let comment = comment.strip_prefix("<!-- not from files: ");
        let why = text.find("\n## Why\n").expect("a section `Why`");
        let fix = why + text[why..].find("\n## Fix\n").expect("a section `Fix`");
        let (before_fix, fix) =
            blocks(&text).into_iter().partition::<Vec<_>, _>(|block| block.range.start < fix);
        let example = before_fix.into_iter().filter(|block| block.range.start < why).collect();
        Self {
            title: title.to_owned(),
            lead: lead.unwrap_or_default(),
            not_from_files: comment.map(|reason| reason.trim_end_matches(" -->").to_owned()),
            example,
            fix,
            code,
            path,
            text,
        }
    }

    /// Returns the block with the message.
    fn message(&self) -> &Block {
        let mut messages = self.example.iter().filter(|block| block.language == "text");
        let first = messages.next().unwrap_or_else(|| panic!("{}: no message", self.code));
        assert!(messages.next().is_none(), "{}: two messages", self.code);
        first
    }

    /// Returns the path of the UI test that shows the message, without its extension.
    fn ui_test(&self) -> Option<PathBuf> {
        Some(self.shown_by(".stderr")?.with_extension(""))
    }

    /// Returns the path of the file with the message, if it has the extension.
    fn shown_by(&self, extension: &str) -> Option<PathBuf> {
        let (_, shown) = self.not_from_files.as_ref()?.split_once("shown by ")?;
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        shown.ends_with(extension).then(|| root.join(shown))
    }

    /// Returns the diagnostics of the example, or of the example with the fix applied, with their messages. Tests run
    /// in parallel, each in its own directory.
    fn diagnostics(&self, test: &str, fixed: bool) -> Vec<(Diagnostic, String)> {
        let mut files = BTreeMap::new();
        let fix = self.fix.iter().filter(|_| fixed);
        for block in self.example.iter().chain(fix) {
            files.extend(block.name.as_ref().map(|name| (name.as_str(), block)));
        }
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("error-pages");
        let directory = directory.join(test).join(&self.code);
        drop(fs::remove_dir_all(&directory));
        fs::create_dir_all(&directory).expect("writable");
        let call = files.remove("call");
        for (name, block) in files {
            let path = directory.join(name);
            fs::create_dir_all(path.parent().expect("a file without a parent directory"))
                .expect("writable");
            fs::write(path, bytes(block)).expect("writable");
        }
        if directory.join(PREVIOUS).is_dir() {
            return self.changes(&directory);
        }
        let bindings = expand(&crate::request(&directory, call.map_or("", |block| &block.text)));
        let render = |diagnostic: &Diagnostic| crate::render(diagnostic, &bindings.files);
        let diagnostics = bindings.diagnostics.iter();
        diagnostics.map(|diagnostic| (diagnostic.clone(), render(diagnostic))).collect()
    }
}

impl Page {
    /// Returns the changes between the previous version of an example and `wit`, without the error of the version that each change
    /// brings with it.
    fn changes(&self, directory: &Path) -> Vec<(Diagnostic, String)> {
        let roots = Roots { manifest_dir: directory.to_owned(), ..Roots::default() };
        let previous = Given { value: PREVIOUS.to_owned(), argument: ArgumentId(0) };
        let baseline = Some(compatibility::Baseline::Path(previous));
        let report = compatibility::check(&compatibility::Request { roots, baseline });
        let all = report.diagnostics.iter();
        let own = all.filter(|it| {
            report.diagnostics.len() == 1
                || it.code().to_string() != "AB1130"
                || self.code == "AB1130"
        });
        own.map(|it| (it.clone(), crate::render(it, &report.files))).collect()
    }
}

/// Returns the bytes of a file that a block shows, in hexadecimal if its language is `hex`.
fn bytes(block: &Block) -> Vec<u8> {
    if block.language != "hex" {
        return block.text.clone().into_bytes();
    }
    let bytes = block.text.split_whitespace();
    bytes.map(|byte| u8::from_str_radix(byte, 16).expect("hexadecimal")).collect()
}

/// Returns the message with a code in the expected output of a UI test.
fn ui_test_message(stderr: &Path, code: &str) -> String {
    let text = fs::read_to_string(stderr.with_extension("stderr")).expect("the UI test exists");
    let message = text.split("\n\n").find(|message| message.contains(code));
    format!("{}\n", message.expect("the UI test shows the code").trim_end())
}

/// Returns the expected message of a page. `None` if no test produces it.
fn expected(page: &Page) -> Option<String> {
    if let Some(test) = page.ui_test() {
        return Some(ui_test_message(&test, &page.code));
    }
    if let Some(golden) = page.shown_by(".txt") {
        return Some(fs::read_to_string(golden).expect("the golden exists").replace("\r\n", "\n"));
    }
    if page.not_from_files.is_some() {
        return None;
    }
    let diagnostics = page.diagnostics("messages", false).into_iter();
    let own = diagnostics.filter(|(diagnostic, _)| diagnostic.code().to_string() == page.code);
    Some(own.map(|(_, message)| message).collect::<Vec<_>>().join("\n"))
}

#[test]
fn every_error_code_has_a_page() {
    let pages: Vec<_> = pages().into_iter().map(|page| page.code).collect();
    assert_eq!(pages, codes());
}

#[test]
fn error_codes_are_unique() {
    let mut codes = codes();
    codes.dedup();
    assert_eq!(codes.len(), Kind::codes().count());
}

#[test]
fn examples_produce_the_documented_message() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut stale = Vec::new();
    for page in pages() {
        let message = page.message();
        let Some(expected) = expected(&page).filter(|expected| *expected != message.text) else {
            continue;
        };
        if bless {
            let range = &message.range;
            let (head, tail) = (&page.text[..range.start], &page.text[range.end..]);
            fs::write(&page.path, format!("{head}{expected}{tail}")).expect("writable");
        } else {
            stale.push(format!("--- {}\n{expected}", page.code));
        }
    }
    assert!(stale.is_empty(), "the pages are stale; expected:\n{}", stale.join("\n"));
}

#[test]
fn examples_produce_exactly_one_diagnostic() {
    let mut wrong = Vec::new();
    for page in pages().into_iter().filter(|page| page.not_from_files.is_none()) {
        if SEVERAL_DIAGNOSTICS.contains(&page.code.as_str()) {
            continue;
        }
        let diagnostics = page.diagnostics("examples", false);
        let own =
            diagnostics.iter().any(|(diagnostic, _)| diagnostic.code().to_string() == page.code);
        if diagnostics.len() != 1 || !own {
            let messages: Vec<_> = diagnostics.into_iter().map(|(_, message)| message).collect();
            wrong.push(format!("--- {}\n{}", page.code, messages.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "not the one message of the page:\n{}", wrong.join("\n"));
}

#[test]
fn fixes_produce_no_diagnostic() {
    let pages = pages();
    let fixed = pages.iter().filter(|page| page.fix.iter().any(|block| block.name.is_some()));
    let messages = fixed.flat_map(|page| {
        let diagnostics = page.diagnostics("fixes", true).into_iter();
        diagnostics.map(move |(_, message)| format!("--- {}\n{message}", page.code))
    });
    let messages: Vec<_> = messages.collect();
    assert!(messages.is_empty(), "fixes that do not work:\n{}", messages.join("\n"));
}

#[test]
fn titles_match_the_messages() {
    for page in pages() {
        let message = page.message().text.lines().next().unwrap_or_default();
        let mut rest = message.split_once(": ").map_or(message, |(_, rest)| rest);
        for part in page.title.split('…').chain([format!("[{}]", page.code).as_str()]) {
            let at = rest.find(part);
            let at = at.unwrap_or_else(|| panic!("{}: no `{part}` in {message}", page.code));
            rest = &rest[at + part.len()..];
        }
    }
}

#[test]
fn pages_without_files_are_listed() {
    let pages = pages().into_iter().filter(|page| page.not_from_files.is_some());
    let found: Vec<_> = pages.map(|page| page.code).collect();
    assert_eq!(found, NOT_FROM_FILES);
}

#[test]
fn pages_show_the_call_of_their_ui_test() {
    for page in pages() {
        let Some(test) = page.ui_test() else { continue };
        let call = fs::read_to_string(test.with_extension("rs")).expect("the UI test exists");
        let on_page = page.example.iter().find(|block| block.language == "rust");
        let on_page = on_page.unwrap_or_else(|| panic!("{}: no call", page.code));
        assert!(call.contains(on_page.text.trim_end()), "{}: the UI test has {call}", page.code);
    }
}

#[test]
fn warning_pages_say_how_to_silence_the_warning() {
    for page in pages().into_iter().filter(|page| page.message().text.starts_with("warning: ")) {
        let heading = page.text.contains("\n## Turn it off\n");
        assert!(heading && page.text.contains("#![allow(deprecated)]"), "{}", page.code);
    }
}

#[test]
fn index_lists_every_page() {
    let index = fs::read_to_string(directory().join("README.md")).expect("readable");
    let rows: Vec<_> = index.lines().filter(|line| line.starts_with("| [AB")).collect();
    let expected: Vec<_> = pages().iter().map(index_row).collect();
    assert_eq!(rows, expected);
    let summary = fs::read_to_string(directory().join("../SUMMARY.md")).expect("readable");
    let listed: Vec<_> =
        summary.lines().filter_map(|line| line.strip_prefix("    - [AB")).collect();
    let expected: Vec<_> = pages()
        .iter()
        .map(|Page { code, .. }| format!("{}](errors/{code}.md)", &code["AB".len()..]))
        .collect();
    assert_eq!(listed, expected);
}

fn index_row(page: &Page) -> String {
    let Page { code, title, lead, .. } = page;
    format!("| [{code}]({code}.md) | {title} | {lead} |")
}
