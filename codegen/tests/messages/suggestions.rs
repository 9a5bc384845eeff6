//! Each suggestion that is shown fixes its error: it is applied to a copy of the files, which are read again.
//!
//! `ALL_MUTATIONS=1` tries all mutations of a package and not only every seventh.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use airssys_bindings_codegen::diagnostic::{Diagnostic, Kind, Level, Location, Suggestion};
use airssys_bindings_codegen::expand;
use airssys_bindings_codegen::files::Files;

use crate::goldens::trees;
use crate::{render, request};

/// A valid package with most items of WIT.
const VALID: &str = "\
package shop:orders@1.2.0;

/// Orders, and who may read them.
interface orders {
    use money.{amount as price};
    type id = u64;
    record order {
        id: id,
        total: price,
    }
    variant state { open, paid(price), lost(option<string>) }
    enum kind { private, company }
    flags rights { read, write }
    resource cart {
        constructor(owner: string);
        add: func(item: id, kind: kind) -> result<order, state>;
        merge: static func(a: borrow<cart>, b: cart) -> cart;
    }
    find: func(id: id, rights: rights) -> option<tuple<order, state>>;
    all: async func() -> list<order>;
}

interface money {
    record amount { units: s64, currency: string }
}

world backend {
    import log: func(line: string);
    import money;
    export orders;
}
";

/// A folder with the WIT of a mistake, and the arguments of its call.
struct Tree {
    name: String,
    directory: tempfile::TempDir,
    call: String,
}

impl Tree {
    fn empty(name: String) -> Self {
        let directory = tempfile::tempdir().expect("a temporary folder");
        Self { name, directory, call: String::new() }
    }

    /// Copies a tree of `tests/bad-packages`.
    fn of_bad_package(tree: &Path) -> Self {
        let mut copied = Self::empty(tree.display().to_string());
        copied.call = fs::read_to_string(tree.join("call.txt")).unwrap_or_default();
        copy(tree, copied.directory.path());
        copied
    }

    /// Copies the WIT of a case of the UI tests.
    fn of_ui_test(wit: &Path) -> Self {
        let copied = Self::empty(wit.display().to_string());
        copy(wit, &copied.directory.path().join("wit"));
        copied
    }

    fn of_source(name: String, source: &str) -> Self {
        let tree = Self::empty(name);
        let wit = tree.directory.path().join("wit");
        fs::create_dir(&wit).expect("writable");
        fs::write(wit.join("shop.wit"), source).expect("writable");
        tree
    }

    /// Returns the errors, and the files that they are in.
    fn errors(&self) -> (Vec<Diagnostic>, Files) {
        let mut bindings = expand(&request(self.directory.path(), &self.call));
        bindings.diagnostics.retain(|diagnostic| diagnostic.level() == Level::Error);
        (bindings.diagnostics, bindings.files)
    }

    /// Tries each suggestion of each error alone, and returns what is wrong with them.
    fn failures(&self) -> Vec<String> {
        let (errors, files) = self.errors();
        let before = counts(&errors);
        let mut failures = Vec::new();
        for error in &errors {
            for suggestion in &error.suggestions {
                let undo = apply(suggestion, &files);
                let (after, edited) = self.errors();
                restore(&undo);
                if let Some(reason) = failure(error, suggestion, &before, &after, &undo) {
                    let after: Vec<_> = after.iter().map(|it| render(it, &edited)).collect();
                    let shown = render(error, &files);
                    failures.push(format!(
                        "{}: {reason}\n{shown}after:\n{}",
                        self.name,
                        after.join("")
                    ));
                }
            }
        }
        failures
    }

    /// Applies the first suggestion again and again, and returns `true` if no error is left.
    fn is_fixed_by_suggestions(&self) -> bool {
        for _ in 0..20 {
            let (errors, files) = self.errors();
            if errors.is_empty() {
                return true;
            }
            let Some(suggestion) = errors.iter().find_map(|error| error.suggestions.first()) else {
                return false;
            };
            apply(suggestion, &files);
        }
        false
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("writable");
    for entry in fs::read_dir(from).expect("readable").flatten() {
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            fs::copy(entry.path(), to).expect("a readable file");
        }
    }
}

/// The number of errors with each message.
fn counts(errors: &[Diagnostic]) -> BTreeMap<String, usize> {
    errors.iter().fold(BTreeMap::new(), |mut counts, error| {
        *counts.entry(error.title()).or_default() += 1;
        counts
    })
}

/// The contents of files before and after an edit.
type Undo = Vec<(PathBuf, String, String)>;

/// Makes the edits of a suggestion in the files, the last one first.
fn apply(suggestion: &Suggestion, files: &Files) -> Undo {
    let mut edits: Vec<_> = suggestion.edits.iter().collect();
    edits.sort_by_key(|edit| std::cmp::Reverse((edit.file, edit.range.start)));
    let mut undo = Undo::new();
    for edit in edits {
        let path = &files.get(edit.file).absolute;
        let at = undo.iter().position(|(other, ..)| other == path).unwrap_or_else(|| {
            let text = fs::read_to_string(path).expect("a readable file");
            undo.push((path.clone(), text.clone(), text));
            undo.len() - 1
        });
        // The front end reads a file without its byte order mark.
        let mark = undo[at].1.len() - files.get(edit.file).text.len();
        let range = edit.range.start + mark..edit.range.end + mark;
        undo[at].2.replace_range(range, &edit.replacement);
    }
    for (path, _, text) in &undo {
        fs::write(path, text).expect("writable");
    }
    undo
}

fn restore(undo: &Undo) {
    for (path, text, _) in undo {
        fs::write(path, text).expect("writable");
    }
}

/// Returns what is wrong with a suggestion: it is empty, its error is still there, or another one has come.
fn failure(
    error: &Diagnostic,
    suggestion: &Suggestion,
    before: &BTreeMap<String, usize>,
    after: &[Diagnostic],
    undo: &Undo,
) -> Option<String> {
    if suggestion.sentence.trim().is_empty() || suggestion.sentence.contains("``") {
        return Some("the sentence is empty".to_owned());
    }
    if undo.is_empty() || undo.iter().any(|(_, old, new)| old == new) {
        return Some("the edit changes nothing".to_owned());
    }
    let left = counts(after);
    let count =
        |counts: &BTreeMap<String, usize>, title: &str| counts.get(title).copied().unwrap_or(0);
    let title = error.title();
    if count(&left, &title) >= count(before, &title) {
        return Some("the error is still there".to_owned());
    }
    // The rules do not run on what has syntax errors, and the later checks of a manifest not on what is invalid in it: what they
    // report then was there before.
    let reveals = |other: &Diagnostic| match error.kind {
        Kind::Syntax(_) => !matches!(other.kind, Kind::Syntax(_)),
        Kind::Manifest(_) => matches!(other.kind, Kind::Manifest(_)),
        _ => false,
    };
    let new = after.iter().find(|other| {
        let title = other.title();
        let revealed = reveals(other) && !is_edited(other, suggestion);
        count(&left, &title) > count(before, &title) && !revealed
    });
    new.map(|other| format!("there is a new error: {}", other.title()))
}

/// Returns `true` if an error is in an edited file at or after the start of an edit and before the end of what it wrote.
fn is_edited(error: &Diagnostic, suggestion: &Suggestion) -> bool {
    let Location::Source(label) = &error.location else { return false };
    let [edit] = &suggestion.edits[..] else { return false };
    let end = edit.range.start + edit.replacement.len();
    edit.file == label.file && label.range.start < end && edit.range.start < label.range.end
}

/// Returns the WIT folders of the UI tests: those next to a case with their name.
fn ui_tests() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui-tests/ui");
    let families = fs::read_dir(folder).expect("the cases are there").flatten();
    let cases = families.filter(|family| family.path().is_dir()).flat_map(|family| {
        fs::read_dir(family.path()).expect("readable").flatten().map(|entry| entry.path())
    });
    let mut cases: Vec<PathBuf> = cases.filter(|path| path.is_dir()).collect();
    cases.sort();
    cases
}

/// Returns the package with each of its tokens deleted, written twice, and swapped with the next one.
fn mutations() -> Vec<Tree> {
    let words: Vec<_> = tokens(VALID);
    let mut trees = Vec::new();
    for pair in words.windows(2) {
        let (token, next) = (&VALID[pair[0].clone()], &VALID[pair[1].clone()]);
        let between = &VALID[pair[0].end..pair[1].start];
        for (kind, end, replacement) in [
            ("delete", pair[0].end, String::new()),
            ("duplicate", pair[0].end, format!("{token} {token}")),
            ("swap", pair[1].end, format!("{next}{between}{token}")),
        ] {
            let mut source = VALID.to_owned();
            source.replace_range(pair[0].start..end, &replacement);
            trees.push(Tree::of_source(format!("{kind} `{token}` at {}", pair[0].start), &source));
        }
    }
    trees
}

/// Returns the ranges of words and marks outside comments.
fn tokens(source: &str) -> Vec<std::ops::Range<usize>> {
    let mut tokens: Vec<std::ops::Range<usize>> = Vec::new();
    let mut start = 0;
    for line in source.split_inclusive('\n') {
        let is_code = !line.trim_start().starts_with("//");
        for (at, found) in
            line.char_indices().filter(|(_, found)| is_code && !found.is_whitespace())
        {
            let at = start + at;
            let is_word = |found: char| found.is_ascii_alphanumeric() || found == '-';
            match tokens.last_mut() {
                Some(last)
                    if last.end == at
                        && is_word(found)
                        && source[last.clone()].chars().all(is_word) =>
                {
                    last.end += 1;
                }
                _ => tokens.push(at..at + found.len_utf8()),
            }
        }
        start += line.len();
    }
    tokens
}

/// Tries all suggestions alone, and returns the percentage of the invalid trees that become valid by applying first suggestions.
fn percentage_fixed(trees: &[Tree]) -> usize {
    let invalid: Vec<&Tree> = trees.iter().filter(|tree| !tree.errors().0.is_empty()).collect();
    let (mut tried, mut failures) = (0, Vec::new());
    for tree in &invalid {
        tried += tree.errors().0.iter().map(|error| error.suggestions.len()).sum::<usize>();
        failures.extend(tree.failures());
    }
    assert!(tried >= invalid.len() / 3, "{tried} suggestions for {} trees", invalid.len());
    assert!(failures.is_empty(), "{} suggestions fail:\n{}", failures.len(), failures.join("\n"));
    let mut fixed = 0;
    for tree in &invalid {
        if tree.is_fixed_by_suggestions() {
            fixed += 1;
        } else {
            println!("not fixed: {}", tree.name);
        }
    }
    println!("{tried} suggestions, {fixed} of {} trees fixed", invalid.len());
    fixed * 100 / invalid.len()
}

#[test]
fn suggestions_for_bad_packages_fix_their_errors() {
    let trees: Vec<Tree> = trees().iter().map(|tree| Tree::of_bad_package(tree)).collect();
    let percentage = percentage_fixed(&trees);
    assert!(percentage >= 35, "{percentage} %");
}

#[test]
fn suggestions_for_ui_tests_fix_their_errors() {
    let trees: Vec<Tree> = ui_tests().iter().map(|wit| Tree::of_ui_test(wit)).collect();
    let percentage = percentage_fixed(&trees);
    assert!(percentage >= 30, "{percentage} %");
}

#[test]
fn suggestions_for_mutations_fix_their_errors() {
    assert!(Tree::of_source("valid".to_owned(), VALID).errors().0.is_empty());
    let step = if std::env::var_os("ALL_MUTATIONS").is_some() { 1 } else { 7 };
    let trees: Vec<Tree> = mutations().into_iter().step_by(step).collect();
    let percentage = percentage_fixed(&trees);
    assert!(percentage >= 45, "{percentage} %");
}
