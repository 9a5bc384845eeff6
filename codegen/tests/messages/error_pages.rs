//! The pages of `docs/errors`: one a code, with an example that gives the message on it and a fix that gives none.
//!
//! `BLESS=1 cargo test -p airssys-bindings-codegen --test messages` writes the messages into the pages; read the diff.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use airssys_bindings_codegen::diagnostic::{ArgumentId, Diagnostic, Kind, Level};
use airssys_bindings_codegen::files::Files;
use airssys_bindings_codegen::roots::Given;
use airssys_bindings_codegen::{Request, expand};

/// The codes whose example is not a folder of files: the macro gives the message itself, before it reads any,
/// or it takes a link, a file without permission, or a fault of ours.
const NOT_FROM_FILES: [&str; 20] = [
    "AB0104", "AB0108", "AB0109", "AB0110", "AB0903", "AB0904", "AB0905", "AB0906", "AB0907",
    "AB0908", "AB0910", "AB0911", "AB0912", "AB0913", "AB0914", "AB0915", "AB1003", "AB1004",
    "AB9901", "AB9902",
];

/// The codes whose example tells of something else as well: a text without an end leaves its attribute without an
/// argument, and a package that was not fetched is only told of together with another fault of a manifest.
const TELL_MORE: [&str; 1] = ["AB0203"];

/// A fenced block of a page.
struct Block {
    /// What stands in the line before it: the path of a file, or `call`.
    name: Option<String>,
    /// What stands behind the fence.
    language: String,
    text: String,
    /// The bytes of the page that hold the text.
    range: std::ops::Range<usize>,
}

/// A page as far as the tests read it.
struct Page {
    path: PathBuf,
    /// `AB0101`.
    code: String,
    text: String,
    /// The message, with `…` for what differs.
    title: String,
    /// The first sentence, which the index has as well.
    lead: String,
    /// Why the example is not files; may name the UI test that shows it.
    not_from_files: Option<String>,
    example: Vec<Block>,
    fix: Vec<Block>,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/errors")
}

fn codes() -> Vec<String> {
    let mut codes: Vec<_> = Kind::codes().map(|(code, _)| code.to_string()).collect();
    codes.sort();
    codes
}

/// The pages, sorted by code.
fn pages() -> Vec<Page> {
    let entries = fs::read_dir(folder()).expect("the pages are there");
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("readable").path()).collect();
    paths.retain(|path| !path.ends_with("README.md"));
    paths.sort();
    paths.into_iter().map(Page::read).collect()
}

impl Page {
    fn read(path: PathBuf) -> Self {
        let text = fs::read_to_string(&path).expect("readable").replace("\r\n", "\n");
        let code = path.file_stem().expect("it has a name").to_string_lossy().into_owned();
        let heading = format!("# {code}: ");
        let title = text.lines().next().and_then(|line| line.strip_prefix(&heading));
        let title = title.unwrap_or_else(|| panic!("{code}: the first line is `{heading}…`"));
        let paragraphs = text.split("\n\n").skip(1).map(|paragraph| paragraph.replace('\n', " "));
        let lead = paragraphs.clone().find(|paragraph| !paragraph.starts_with("<!--"));
        let comment = paragraphs.into_iter().next().unwrap_or_default();
        let comment = comment.strip_prefix("<!-- not from files: ");
        let (example, rest) = text.split_once("\n## Why\n").expect("it says why");
        let (_, fix) = rest.split_once("\n## Fix\n").expect("it has a fix");
        Self {
            title: title.to_owned(),
            lead: lead.unwrap_or_default(),
            not_from_files: comment.map(|reason| reason.trim_end_matches(" -->").to_owned()),
            example: blocks(example, 0),
            fix: blocks(fix, text.len() - fix.len()),
            code,
            path,
            text,
        }
    }

    /// The block with the message.
    fn said(&self) -> &Block {
        let mut said = self.example.iter().filter(|block| block.language == "text");
        let first = said.next().unwrap_or_else(|| panic!("{}: no message", self.code));
        assert!(said.next().is_none(), "{}: two messages", self.code);
        first
    }

    /// The UI test that shows the message, without its extension.
    fn ui_test(&self) -> Option<PathBuf> {
        let (_, shown) = self.not_from_files.as_ref()?.split_once("shown by ")?;
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        Some(root.join(shown.trim_end_matches(".stderr")))
    }

    /// What is told of the example, or of what it is after the fix. Tests run side by side, each in its own folder.
    fn told(&self, test: &str, fixed: bool) -> Vec<(Diagnostic, String)> {
        let mut files = BTreeMap::new();
        let fix = self.fix.iter().filter(|_| fixed);
        for block in self.example.iter().chain(fix) {
            files.extend(block.name.as_ref().map(|name| (name.as_str(), block)));
        }
        let tree = Path::new(env!("CARGO_TARGET_TMPDIR")).join("error-pages");
        let tree = tree.join(test).join(&self.code);
        drop(fs::remove_dir_all(&tree));
        fs::create_dir_all(&tree).expect("writable");
        let call = files.remove("call");
        for (name, block) in files {
            let path = tree.join(name);
            fs::create_dir_all(path.parent().expect("it is below the tree")).expect("writable");
            fs::write(path, block.bytes()).expect("writable");
        }
        let bindings = expand(&request(&tree, call.map_or("", |block| &block.text)));
        let shown = |diagnostic: &Diagnostic| shown(diagnostic, &bindings.files);
        let told = bindings.diagnostics.iter();
        told.map(|diagnostic| (diagnostic.clone(), shown(diagnostic))).collect()
    }
}

impl Block {
    fn bytes(&self) -> Vec<u8> {
        if self.language != "hex" {
            return self.text.clone().into_bytes();
        }
        let bytes = self.text.split_whitespace();
        bytes.map(|byte| u8::from_str_radix(byte, 16).expect("hexadecimal")).collect()
    }
}

/// The fenced blocks of a text that starts at some byte of its page.
fn blocks(text: &str, start: usize) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let (mut name, mut open, mut at) = (None, false, start);
    for line in text.split_inclusive('\n') {
        at += line.len();
        match line.trim_end().strip_prefix("```") {
            Some(language) if !open => {
                let (name, language) = (name.take(), language.to_owned());
                blocks.push(Block { name, language, text: String::new(), range: at..at });
                open = true;
            }
            Some(_) => open = false,
            None if open => {
                let block = blocks.last_mut().expect("one is open");
                block.text.push_str(line);
                block.range.end = at;
            }
            None if line.trim().is_empty() => {}
            None => {
                let quoted = line.trim_end().strip_prefix('`');
                name = quoted.and_then(|line| line.strip_suffix("`:")).map(str::to_owned);
            }
        }
    }
    blocks
}

/// The call of an example: a line `option: value` for each argument.
fn request(tree: &Path, call: &str) -> Request {
    let mut request = Request::new(tree.to_path_buf());
    for (at, line) in (0..).zip(call.lines()) {
        let (option, value) = line.split_once(": ").expect("`option: value`");
        let given = Given { value: value.to_owned(), argument: ArgumentId(at) };
        match option {
            "path" => request.roots.path.push(given),
            "world" => request.selection.world = Some(given),
            "feature" => request.resolution.features.push(given),
            "skip" => request.guest.skip.push(given),
            "max_file_size" => request.roots.max_file_size = value.parse().ok(),
            other => panic!("{}: no option `{other}`", tree.display()),
        }
    }
    request
}

fn shown(diagnostic: &Diagnostic, files: &Files) -> String {
    let level = match diagnostic.level() {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    format!("{level}: {}\n", diagnostic.render(files))
}

/// The message with a code in what a UI test expects.
fn in_ui_test(stderr: &Path, code: &str) -> String {
    let text = fs::read_to_string(stderr.with_extension("stderr")).expect("the UI test is there");
    let told = text.split("\n\n").find(|told| told.contains(code)).expect("it shows the code");
    format!("{}\n", told.trim_end())
}

/// What the page should have as its message. Nothing if only a human can say.
fn expected(page: &Page) -> Option<String> {
    if let Some(test) = page.ui_test() {
        return Some(in_ui_test(&test, &page.code));
    }
    if page.not_from_files.is_some() {
        return None;
    }
    let told = page.told("messages", false).into_iter();
    let told = told.filter(|(told, _)| told.code().to_string() == page.code);
    Some(told.map(|(_, text)| text).collect::<Vec<_>>().join("\n"))
}

#[test]
fn each_code_has_a_page_and_each_page_a_code() {
    let pages: Vec<_> = pages().into_iter().map(|page| page.code).collect();
    assert_eq!(pages, codes());
}

#[test]
fn no_two_facts_have_one_code() {
    let mut codes = codes();
    codes.dedup();
    assert_eq!(codes.len(), Kind::codes().count());
}

#[test]
fn each_example_gives_the_message_of_its_page() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut stale = Vec::new();
    for page in pages() {
        let said = page.said();
        let Some(expected) = expected(&page).filter(|expected| *expected != said.text) else {
            continue;
        };
        if bless {
            let (head, tail) = (&page.text[..said.range.start], &page.text[said.range.end..]);
            fs::write(&page.path, format!("{head}{expected}{tail}")).expect("writable");
        } else {
            stale.push(format!("--- {}\n{expected}", page.code));
        }
    }
    assert!(stale.is_empty(), "other than the pages say:\n{}", stale.join("\n"));
}

#[test]
fn each_example_has_one_fault() {
    let mut more = Vec::new();
    for page in pages().into_iter().filter(|page| page.not_from_files.is_none()) {
        if TELL_MORE.contains(&page.code.as_str()) {
            continue;
        }
        let told = page.told("faults", false);
        let own = told.iter().any(|(told, _)| told.code().to_string() == page.code);
        if told.len() != 1 || !own {
            let told: Vec<_> = told.into_iter().map(|(_, text)| text).collect();
            more.push(format!("--- {}\n{}", page.code, told.join("\n")));
        }
    }
    assert!(more.is_empty(), "not the one message of the page:\n{}", more.join("\n"));
}

#[test]
fn each_fix_is_one() {
    let pages = pages();
    let fixed = pages.iter().filter(|page| page.fix.iter().any(|block| block.name.is_some()));
    let told = fixed.flat_map(|page| {
        let told = page.told("fixes", true).into_iter();
        told.map(move |(_, text)| format!("--- {}\n{text}", page.code))
    });
    let told: Vec<_> = told.collect();
    assert!(told.is_empty(), "of what is said to be right:\n{}", told.join("\n"));
}

#[test]
fn each_title_is_the_message_without_its_names() {
    for page in pages() {
        let said = page.said().text.lines().next().unwrap_or_default();
        let mut rest = said.split_once(": ").map_or(said, |(_, rest)| rest);
        for part in page.title.split('…').chain([format!("[{}]", page.code).as_str()]) {
            let at = rest.find(part);
            let at = at.unwrap_or_else(|| panic!("{}: no `{part}` in {said}", page.code));
            rest = &rest[at + part.len()..];
        }
    }
}

#[test]
fn each_page_that_is_not_from_files_is_known() {
    let pages = pages().into_iter().filter(|page| page.not_from_files.is_some());
    let found: Vec<_> = pages.map(|page| page.code).collect();
    assert_eq!(found, NOT_FROM_FILES);
}

#[test]
fn each_call_of_a_ui_test_is_on_its_page() {
    for page in pages() {
        let Some(test) = page.ui_test() else { continue };
        let call = fs::read_to_string(test.with_extension("rs")).expect("the UI test is there");
        let on_page = page.example.iter().find(|block| block.language == "rust");
        let on_page = on_page.unwrap_or_else(|| panic!("{}: no call", page.code));
        assert!(call.contains(on_page.text.trim_end()), "{}: other than {call}", page.code);
    }
}

#[test]
fn each_warning_says_how_to_turn_it_off() {
    for page in pages().into_iter().filter(|page| page.said().text.starts_with("warning: ")) {
        let heading = page.text.contains("\n## Turn it off\n");
        assert!(heading && page.text.contains("#![allow(deprecated)]"), "{}", page.code);
    }
}

#[test]
fn the_index_has_a_line_for_each_page() {
    let index = fs::read_to_string(folder().join("README.md")).expect("the index is there");
    let rows: Vec<_> = index.lines().filter(|line| line.starts_with("| [AB")).collect();
    let expected: Vec<_> = pages().iter().map(row).collect();
    assert_eq!(rows, expected);
}

fn row(page: &Page) -> String {
    let Page { code, title, lead, .. } = page;
    format!("| [{code}]({code}.md) | {title} | {lead} |")
}
