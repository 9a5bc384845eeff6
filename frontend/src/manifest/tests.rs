//! The messages for invalid manifests and locks, compared with the files in `tests/cases`. A case is
//!
//! ```text
//! === name_of_the_rule
//! --- wit/a/deps.toml
//! the source of the file
//! --- wit/b/b.wit (types)
//! > error[AB0801] wit/a/deps.toml:1:2-4: message (label); wit/b/b.wit:1:9-12 (label); help: what to do [wit/a/deps.toml:1:2-4 `edit`]
//! ```
//!
//! A case with one file checks that file alone, one with several checks the directory `wit`. `(types)` and `(component)` stand for the
//! sources [`TYPES`] and [`COMPONENT`], and `(sha256 wit/deps/x)` in a source for the digest of a folder or file.
//!
//! `BLESS=1 cargo test -p airssys-bindings-frontend manifest` writes the messages; read the diff.

mod directory;
mod properties;
mod toml;

use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::{read, read_lock, read_wkg_lock};
use crate::diagnostic::{Diagnostic, Edit, ErrorKind as _, Level, Location};
use crate::files::{FileId, Files, SourceFile};
use crate::suggestions;

/// A package that [`COMPONENT`] uses.
const TYPES: &str = "package test:types@1.0.0;

interface types {
    record test-result { success: bool, message: string }
}
";

const COMPONENT: &str = "package test:component@1.0.0;

interface component {
    use test:types/types@1.0.0.{test-result};
    execute: func() -> test-result;
}
";

struct Case {
    name: String,
    /// Paths and sources.
    files: Vec<(String, String)>,
    messages: Vec<String>,
}

impl Case {
    fn parse_all(text: &str) -> Vec<Self> {
        let mut cases: Vec<Self> = Vec::new();
        for line in text.split_inclusive('\n') {
            let case = cases.last_mut();
            if let Some(name) = line.strip_prefix("=== ") {
                let (name, files, messages) = (name.trim_end().to_owned(), Vec::new(), Vec::new());
                cases.push(Self { name, files, messages });
            } else if let Some(path) = line.strip_prefix("--- ") {
                let (path, constant) =
                    path.trim_end().split_once(' ').unwrap_or((path.trim_end(), ""));
                let source = match constant {
                    "(types)" => TYPES,
                    "(component)" => COMPONENT,
                    _ => "",
                };
                case.expect("a name").files.push((path.to_owned(), source.to_owned()));
            } else if let Some(message) = line.strip_prefix("> ") {
                case.expect("a name").messages.push(message.trim_end().to_owned());
            } else if let Some(case) = case
                && case.messages.is_empty()
                && let Some((_, source)) = case.files.last_mut()
            {
                source.push_str(line);
            }
        }
        cases
    }

    fn sources(&self) -> Vec<(&str, &str)> {
        self.files.iter().map(|(path, source)| (path.as_str(), source.as_str())).collect()
    }

    fn fill_in_digests(&mut self) {
        let sources = self.sources();
        let files = sources
            .iter()
            .map(|&(path, source)| (path.to_owned(), directory::with_digests(source, &sources)));
        self.files = files.collect();
    }

    /// Returns the actual messages.
    fn check(&self) -> Vec<String> {
        let messages = match self.sources().as_slice() {
            [(path, source)] => check_file(path, source),
            files => directory::check(&["wit"], files).0,
        };
        if messages.is_empty() { vec!["valid".to_owned()] } else { messages }
    }
}

fn case_files() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/manifest/tests/cases");
    let entries = fs::read_dir(folder).expect("the folder exists");
    let mut paths = entries.map(|entry| entry.expect("readable").path()).collect::<Vec<_>>();
    paths.sort();
    paths
}

/// Reads one manifest or lock. Returns its messages, each on one line.
fn check_file(path: &str, source: &str) -> Vec<String> {
    let mut files = Files::default();
    let file = add(&mut files, path, source);
    let mut errors = read_file(&files, file);
    suggestions::verify(&files, &mut errors.iter_mut().collect::<Vec<_>>(), &mut Again(file));
    errors.iter().map(|error| one_line(&files, error)).collect()
}

/// Returns the errors of one manifest or lock.
fn read_file(files: &Files, file: FileId) -> Vec<Diagnostic> {
    match files.get(file).path.as_str() {
        "deps.lock" => read_lock(files, file).1,
        "wkg.lock" => read_wkg_lock(files, file).1,
        _ => read(files, file).1,
    }
}

/// Reads one file again after edits.
struct Again(FileId);

impl suggestions::Check for Again {
    fn work(&self) -> usize {
        0
    }

    fn check(&mut self, files: &Files, _: &[FileId]) -> Vec<Diagnostic> {
        read_file(files, self.0)
    }
}

fn add(files: &mut Files, path: &str, text: &str) -> FileId {
    files.add(SourceFile {
        path: path.to_owned(),
        absolute: format!("/crate/{path}").into(),
        text: text.to_owned(),
        byte_order_mark: false,
        executable: false,
    })
}

fn one_line(files: &Files, diagnostic: &Diagnostic) -> String {
    // Rendering must not panic either.
    let _ = diagnostic.render(files);
    let level = match diagnostic.level() {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    let message = diagnostic.kind.message();
    let (at, label) = match &diagnostic.location {
        Location::Source(label) => (span(files, label.file, &label.range), label.text.as_str()),
        Location::Path(path) => (path.clone(), ""),
        Location::Argument(_) | Location::Call => unreachable!("manifests are files"),
    };
    let mut line = format!("{level}[{}] {at}: {message} ({label})", diagnostic.code());
    for label in &diagnostic.labels {
        line.push_str(&format!("; {} ({})", span(files, label.file, &label.range), label.text));
    }
    for step in &diagnostic.trail {
        line.push_str(&format!("; note: {}", step.text));
    }
    let sentence = diagnostic.help_sentence().filter(|sentence| !sentence.is_empty());
    assert!(sentence.is_some(), "every error has a help: {line}");
    if diagnostic.suggestions.is_empty() {
        return format!("{line}; help: {}", sentence.unwrap_or_default());
    }
    let edit = |edit: &Edit| {
        let file = edit.file;
        format!("{} `{}`", span(files, file, &edit.range), edit.replacement.escape_debug())
    };
    for suggestion in &diagnostic.suggestions {
        let edits = suggestion.edits.iter().map(edit).collect::<Vec<_>>();
        line.push_str(&format!("; help: {} [{}]", suggestion.sentence, edits.join(", ")));
    }
    line
}

/// Returns `path:line:column-column`, in characters from 1.
fn span(files: &Files, file: FileId, range: &Range<usize>) -> String {
    let file = files.get(file);
    let before = &file.text[..range.start];
    let line = before.matches('\n').count() + 1;
    let start = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    let end = start + file.text[range.clone()].chars().count();
    format!("{}:{line}:{start}-{end}", file.path)
}

#[test]
fn messages_are_those_of_the_cases() {
    let bless = std::env::var_os("BLESS").is_some();
    for path in case_files() {
        let text = fs::read_to_string(&path).expect("readable");
        let cases = Case::parse_all(&text);
        if bless {
            fs::write(&path, with_messages(&text, &cases)).expect("writable");
            continue;
        }
        for case in &cases {
            assert_eq!(case.messages, case.check(), "{}: {}", path.display(), case.name);
        }
    }
}

#[test]
fn applying_suggestions_ends_and_fixes_the_cases_of_fixes() {
    for path in case_files() {
        let text = fs::read_to_string(&path).expect("readable");
        for case in Case::parse_all(&text).iter().filter(|case| case.files.len() > 1) {
            let mut sources = case.files.clone();
            let errors = |sources: &[(String, String)]| {
                let sources: Vec<_> =
                    sources.iter().map(|(path, source)| (path.as_str(), source.as_str())).collect();
                directory::fix(&["wit"], &sources)
            };
            let (mut left, mut fixed) = errors(&sources);
            let mut rounds = 0;
            while let Some((path, source)) = fixed {
                let file = sources.iter_mut().find(|(other, _)| *other == path);
                file.expect("the file of the edit").1 = source;
                rounds += 1;
                assert!(rounds < 20, "{}: {left:#?}", case.name);
                (left, fixed) = errors(&sources);
            }
            let is_fixable = path.ends_with("fixes.txt") && !case.name.starts_with("unfixable_");
            assert!(!is_fixable || left.is_empty(), "{}: {left:#?}", case.name);
        }
    }
}

/// Returns the text of a file of cases with the actual messages.
fn with_messages(text: &str, cases: &[Case]) -> String {
    let mut cases = cases.iter();
    let mut blessed = String::new();
    for block in
        text.split_inclusive('\n').collect::<Vec<_>>().chunk_by(|_, next| !next.starts_with("=== "))
    {
        let lines = block.iter().take_while(|line| !line.starts_with("> "));
        blessed.extend(lines.copied());
        let case = cases.next().expect("a case for each block");
        blessed.extend(case.check().iter().map(|message| format!("> {message}\n")));
        blessed.push('\n');
    }
    blessed.truncate(blessed.trim_end().len());
    blessed + "\n"
}

#[test]
fn truncated_files_do_not_panic() {
    let texts = case_files().into_iter().map(|path| fs::read_to_string(path).expect("readable"));
    for mut case in texts.flat_map(|text| Case::parse_all(&text)) {
        case.fill_in_digests();
        for index in 0..case.files.len() {
            let (path, source) = case.files[index].clone();
            if !path.ends_with(".toml") && !path.ends_with(".lock") {
                continue;
            }
            for end in (0..source.len()).filter(|&end| source.is_char_boundary(end)) {
                case.files[index].1.truncate(0);
                case.files[index].1.push_str(&source[..end]);
                case.check();
            }
            case.files[index].1 = source;
        }
    }
}
