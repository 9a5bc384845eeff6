//! The pages of `docs/errors`: one per error code, with an example that produces its message, and a fix for it.
//!
//! `BLESS=1 cargo test -p airssys-bindings-codegen --all-features --test messages` writes the messages into the pages, the files after the
//! suggested edit, and the index; read the diff.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use airssys_bindings_codegen::diagnostic::{
    ArgumentId, Diagnostic, Edit, Kind, Suggestion, edited,
};
use airssys_bindings_codegen::files::{FileId, Files};
use airssys_bindings_codegen::roots::{Given, Roots};
use airssys_bindings_codegen::{compatibility, expand};
use proc_macro2::{Group, TokenStream, TokenTree};

use crate::markdown::{Block, blocks};

/// The codes whose example is not a set of files: the macro reports them before it reads files, or they need a symbolic
/// link, an unreadable file, a Git repository, or a bug in this crate.
const NOT_FROM_FILES: [&str; 33] = [
    "AB0104", "AB0108", "AB0109", "AB0413", "AB0505", "AB0617", "AB0862", "AB0903", "AB0904",
    "AB0905", "AB0906", "AB0907", "AB0910", "AB0911", "AB0912", "AB0913", "AB0914", "AB0915",
    "AB0918", "AB0920", "AB0921", "AB0922", "AB1003", "AB1004", "AB1100", "AB1101", "AB1102",
    "AB1103", "AB1104", "AB1105", "AB1106", "AB9901", "AB9902",
];

/// The folder of an example with the previous version of `wit`, for the codes about compatibility.
const PREVIOUS: &str = "v1";

/// The file of an example with the call of the macro. Without it, the call has no arguments.
const CALL: &str = "src/lib.rs";

/// The codes whose example produces a second diagnostic: an unterminated string literal leaves its attribute without an
/// argument.
const SEVERAL_DIAGNOSTICS: [&str; 1] = ["AB0203"];

/// The parsed page of an error code. Each block is named after a file of the example.
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
    /// The ways to fix the example, each with the files that it changes: the blocks of the section `Fix`, up to each paragraph that
    /// starts with "Or".
    fixes: Vec<Vec<Block>>,
}

/// The diagnostics of a directory, and its files.
struct Outcome {
    diagnostics: Vec<Diagnostic>,
    files: Files,
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
        let section = |heading: &str| {
            let heading = format!("\n## {heading}\n");
            text.find(&heading).unwrap_or_else(|| panic!("{code}: no section{heading}"))
        };
        let (fix, why) = (section("Fix"), section("Why"));
        assert!(fix < why, "{code}: `Why` before `Fix`");
        let mut starts = vec![0, fix];
        starts.extend(text[fix..why].match_indices("\n\nOr").map(|(at, _)| fix + at));
        let mut groups: Vec<Vec<Block>> = starts.iter().map(|_| Vec::new()).collect();
        for block in blocks(&text).into_iter().filter(|block| block.range.end <= why) {
            let at = starts.partition_point(|start| *start <= block.range.start);
            groups[at - 1].push(block);
        }
        let example = groups.remove(0);
        Self {
            title: title.to_owned(),
            lead: lead.unwrap_or_default(),
            not_from_files: comment.map(|reason| reason.trim_end_matches(" -->").to_owned()),
            example,
            fixes: groups,
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

    fn is_warning(&self) -> bool {
        self.message().text.starts_with("warning: ")
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

    /// Writes the files of the example, with those of a fix, and reads them. Tests run in parallel, each in its own directory.
    fn outcome(&self, test: &str, fix: &[Block]) -> Outcome {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join("error-pages");
        let directory = directory.join(test).join(&self.code);
        drop(fs::remove_dir_all(&directory));
        fs::create_dir_all(&directory).expect("writable");
        for block in self.example.iter().chain(fix) {
            let Some(name) = &block.name else { continue };
            let path = directory.join(name);
            fs::create_dir_all(path.parent().expect("a file without a parent directory"))
                .expect("writable");
            fs::write(path, bytes(block)).expect("writable");
        }
        if directory.join(PREVIOUS).is_dir() {
            return self.changes(&directory);
        }
        let call = fs::read_to_string(directory.join(CALL));
        let bindings = expand(&crate::request(&directory, &arguments(&call.unwrap_or_default())));
        Outcome { diagnostics: bindings.diagnostics, files: bindings.files }
    }

    /// Returns the changes between the previous version of an example and `wit`, without the error of the version that each change
    /// brings with it.
    fn changes(&self, directory: &Path) -> Outcome {
        let roots = Roots { manifest_dir: directory.to_owned(), ..Roots::default() };
        let previous = Given { value: PREVIOUS.to_owned(), argument: ArgumentId(0) };
        let baseline = Some(compatibility::Baseline::Path(previous));
        let mut report = compatibility::check(&compatibility::Request { roots, baseline });
        if report.diagnostics.len() > 1 && self.code != "AB1130" {
            report.diagnostics.retain(|it| it.code().to_string() != "AB1130");
        }
        Outcome { diagnostics: report.diagnostics, files: report.files }
    }

    /// Returns the files that each suggestion of the message changes, as blocks without a language. A suggestion that reveals another
    /// error is left out.
    fn suggested_fixes(&self) -> Vec<Vec<Block>> {
        let Outcome { diagnostics, files } = self.outcome("suggestions", &[]);
        let own = diagnostics.iter().filter(|it| it.code().to_string() == self.code);
        let suggestions = own.flat_map(|it| &it.suggestions);
        let fixes = suggestions.map(|suggestion| edited_blocks(suggestion, &files));
        fixes.filter(|fix| self.outcome("suggested", fix).diagnostics.is_empty()).collect()
    }
}

impl Outcome {
    /// Returns the message of each diagnostic.
    fn messages(&self) -> impl Iterator<Item = String> {
        self.diagnostics.iter().map(|it| crate::render(it, &self.files))
    }
}

/// Returns the files that a suggestion changes.
fn edited_blocks(suggestion: &Suggestion, files: &Files) -> Vec<Block> {
    let mut by_file: BTreeMap<FileId, Vec<&Edit>> = BTreeMap::new();
    for edit in &suggestion.edits {
        by_file.entry(edit.file).or_default().push(edit);
    }
    let block = |(id, edits): (FileId, Vec<&Edit>)| {
        let file = files.get(id);
        let text = edited(&file.text, &edits).expect("valid edits");
        Block { name: Some(file.path.to_string()), language: String::new(), text, range: 0..0 }
    };
    by_file.into_iter().map(block).collect()
}

/// Returns the files of a fix with their new text.
fn texts(fix: &[Block]) -> BTreeMap<&str, &str> {
    fix.iter().filter_map(|block| Some((block.name.as_deref()?, block.text.as_str()))).collect()
}

/// Returns the arguments of a call of the macro, each in a line as [`request`](crate::request) takes them. An option with several values
/// has several lines.
fn arguments(rust: &str) -> String {
    let file: syn::File = syn::parse_str(rust).expect("valid Rust");
    let mut lines = String::new();
    for item in &file.items {
        let syn::Item::Macro(call) = item else { panic!("not a call: {rust}") };
        let options: Group = syn::parse2(call.mac.tokens.clone()).expect("options in braces");
        for option in elements(options.stream()) {
            let [TokenTree::Ident(name), _, value] = &option[..] else { panic!("{rust}") };
            let values = match value {
                TokenTree::Group(values) => elements(values.stream()),
                value => vec![vec![value.clone()]],
            };
            for value in values {
                let value = value[0].to_string();
                lines.push_str(&format!("{name}: {}\n", value.trim_matches('"')));
            }
        }
    }
    lines
}

/// Splits a list at its commas.
fn elements(list: TokenStream) -> Vec<Vec<TokenTree>> {
    let tokens: Vec<TokenTree> = list.into_iter().collect();
    let is_comma = |it: &TokenTree| matches!(it, TokenTree::Punct(mark) if mark.as_char() == ',');
    tokens.split(is_comma).filter(|it| !it.is_empty()).map(<[_]>::to_vec).collect()
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
    let mut outcome = page.outcome("messages", &[]);
    outcome.diagnostics.retain(|diagnostic| diagnostic.code().to_string() == page.code);
    Some(outcome.messages().collect::<Vec<_>>().join("\n"))
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

/// Returns the text of a page with the message of its example, and with a suggestion of the message as the first fix.
fn updated(page: &Page) -> String {
    let mut replacements = Vec::new();
    if page.not_from_files.is_none() {
        let (shown, suggested) = (&page.fixes[0], page.suggested_fixes());
        let is_shown = suggested.iter().any(|fix| texts(fix) == texts(shown));
        for file in suggested.into_iter().next().filter(|_| !is_shown).into_iter().flatten() {
            let block = shown.iter().find(|block| block.name == file.name);
            let block = block.unwrap_or_else(|| panic!("{}: no fixed {:?}", page.code, file.name));
            replacements.push((&block.range, file.text));
        }
    }
    if let Some(message) = expected(page) {
        replacements.push((&page.message().range, message));
    }
    replacements.sort_by_key(|(range, _)| std::cmp::Reverse(range.start));
    replacements.into_iter().fold(page.text.clone(), |mut text, (range, replacement)| {
        text.replace_range(range.clone(), &replacement);
        text
    })
}

#[test]
fn pages_show_the_message_and_working_fixes() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut stale = Vec::new();
    for page in pages() {
        let updated = updated(&page);
        if updated != page.text && bless {
            fs::write(&page.path, updated).expect("writable");
        } else if updated != page.text {
            stale.push(updated);
        }
    }
    assert!(stale.is_empty(), "the pages are stale; expected:\n{}", stale.join("\n"));
    let failing = failing_fixes();
    assert!(failing.is_empty(), "fixes that do not work:\n{}", failing.join("\n"));
}

/// Returns the messages of examples that have been fixed.
fn failing_fixes() -> Vec<String> {
    let mut messages = Vec::new();
    for page in pages() {
        for fix in page.fixes.iter().filter(|fix| !texts(fix).is_empty()) {
            let outcome = page.outcome("fixes", fix);
            messages.extend(outcome.messages().map(|it| format!("--- {}\n{it}", page.code)));
        }
    }
    messages
}

#[test]
fn examples_produce_exactly_one_diagnostic() {
    let mut wrong = Vec::new();
    for page in pages().into_iter().filter(|page| page.not_from_files.is_none()) {
        if SEVERAL_DIAGNOSTICS.contains(&page.code.as_str()) {
            continue;
        }
        let outcome = page.outcome("examples", &[]);
        let own = outcome.diagnostics.iter().any(|it| it.code().to_string() == page.code);
        if outcome.diagnostics.len() != 1 || !own {
            let messages: Vec<_> = outcome.messages().collect();
            wrong.push(format!("--- {}\n{}", page.code, messages.join("\n")));
        }
    }
    assert!(wrong.is_empty(), "not the one message of the page:\n{}", wrong.join("\n"));
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
    for page in pages().into_iter().filter(Page::is_warning) {
        let heading = page.text.contains("\n## Turn it off\n");
        assert!(heading && page.text.contains("#![allow(deprecated)]"), "{}", page.code);
    }
}

#[test]
fn index_lists_every_page() {
    let pages = pages();
    let path = directory().join("README.md");
    let index = fs::read_to_string(&path).expect("readable");
    let updated = updated_index(&index, &pages);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, updated).expect("writable");
    } else {
        assert_eq!(index, updated);
    }
    let summary = fs::read_to_string(directory().join("../SUMMARY.md")).expect("readable");
    let listed: Vec<_> =
        summary.lines().filter_map(|line| line.strip_prefix("    - [AB")).collect();
    let expected: Vec<_> = pages
        .iter()
        .map(|Page { code, .. }| format!("{}](errors/{code}.md)", &code["AB".len()..]))
        .collect();
    assert_eq!(listed, expected);
}

/// Returns the index with a row for each page, in the table of its family: the first four characters of the code.
fn updated_index(index: &str, pages: &[Page]) -> String {
    let (mut updated, mut family, mut rows) = (String::new(), String::new(), 0);
    for line in index.lines().filter(|line| !line.starts_with("| [AB")) {
        updated.push_str(&format!("{line}\n"));
        if let Some((found, _)) = line.strip_prefix("## ").and_then(|line| line.split_once(": ")) {
            found.clone_into(&mut family);
        }
        if line.starts_with("|---") {
            for page in pages.iter().filter(|page| page.code.starts_with(&family)) {
                updated.push_str(&index_row(page));
                rows += 1;
            }
        }
    }
    assert_eq!(rows, pages.len(), "each family has one section");
    updated
}

fn index_row(page: &Page) -> String {
    let Page { code, title, lead, .. } = page;
    let level = if page.is_warning() { "warning: " } else { "" };
    format!("| [{code}]({code}.md) | {level}{title} | {lead} |\n")
}
