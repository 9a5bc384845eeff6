//! Verifies the proposed fixes: each is made in memory, the packages are checked again, and the fix is kept if its error
//! is gone and no other error has come.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Input, Parsed, run};
use crate::diagnostic::{Candidate, Change, Diagnostic, Edit, Kind, Location, Suggestion, edited};
use crate::files::{FileId, Files};

/// The largest number of suggestions for one error.
const MAX_SUGGESTIONS: usize = 3;

/// The bytes of WIT source that are checked again for all errors together. Errors after that have no suggestions.
const MAX_WORK: usize = 2 * 1024 * 1024;

/// Sets [`Diagnostic::suggestions`] to the candidates that fix their errors.
pub(super) fn verify(
    input: &Input<'_>,
    parsed: &mut Parsed,
    diagnostics: &mut [(usize, Diagnostic)],
) {
    let proposes = |diagnostic: &Diagnostic| {
        diagnostic.help.as_ref().is_some_and(|help| !help.candidates.is_empty())
    };
    if !diagnostics.iter().any(|(_, diagnostic)| proposes(diagnostic)) {
        return;
    }
    let before = Errors::of(diagnostics);
    let bytes = input.folders.iter().flat_map(|folder| &folder.wit);
    let bytes: usize = bytes.map(|&file| input.files.get(file).text.len()).sum();
    let mut trial =
        Trial { input, parsed, files: input.files.clone(), before, runs: MAX_WORK / bytes.max(1) };
    for (_, diagnostic) in diagnostics {
        diagnostic.suggestions = trial.suggestions(diagnostic);
    }
}

/// The packages, in which one fix after the other is tried.
struct Trial<'a> {
    input: &'a Input<'a>,
    parsed: &'a mut Parsed,
    /// The files, which have the edits of a fix while it is tried.
    files: Files,
    before: Errors,
    /// The number of checks that are left.
    runs: usize,
}

impl Trial<'_> {
    /// Returns the candidates of a diagnostic that fix it.
    fn suggestions(&mut self, diagnostic: &Diagnostic) -> Vec<Suggestion> {
        let Some(help) = &diagnostic.help else { return Vec::new() };
        let mut suggestions: Vec<Suggestion> = Vec::new();
        for candidate in &help.candidates {
            let edits = placements(diagnostic, candidate, self.input.files);
            if let Some(edits) = edits.into_iter().find(|edits| self.fixes(diagnostic, edits)) {
                let sentence = candidate.sentence.clone();
                if suggestions.iter().all(|other| other.edits != edits) {
                    suggestions.push(Suggestion { sentence, edits });
                }
            }
            if suggestions.len() == MAX_SUGGESTIONS {
                break;
            }
        }
        suggestions
    }

    /// Makes edits, checks the packages again, and returns `true` if the error is gone and no other one has come.
    fn fixes(&mut self, diagnostic: &Diagnostic, edits: &[Edit]) -> bool {
        let files: BTreeSet<FileId> = edits.iter().map(|edit| edit.file).collect();
        let mut texts = Vec::new();
        for &file in &files {
            let edits: Vec<&Edit> = edits.iter().filter(|edit| edit.file == file).collect();
            match edited(&self.input.files.get(file).text, &edits) {
                Some(text) if text != self.input.files.get(file).text => texts.push((file, text)),
                _ => return false,
            }
        }
        if self.runs == 0 {
            return false;
        }
        self.runs -= 1;
        let originals: Vec<_> = texts
            .into_iter()
            .map(|(file, text)| {
                let parsed = self.parsed.replace(file, &text);
                (file, self.files.set_text(file, text), parsed)
            })
            .collect();
        let input = Input { files: &self.files, ..*self.input };
        let after = run(&input, self.parsed);
        let fixed = self.before.is_fixed(diagnostic, edits, &after);
        for (file, text, parsed) in originals {
            self.files.set_text(file, text);
            self.parsed.restore(file, parsed);
        }
        fixed
    }
}

/// The number of errors in each file with each message.
struct Errors(BTreeMap<(Option<FileId>, String), usize>);

impl Errors {
    fn of(diagnostics: &[(usize, Diagnostic)]) -> Self {
        let mut errors = BTreeMap::new();
        for (_, diagnostic) in diagnostics {
            *errors.entry(key(diagnostic)).or_default() += 1;
        }
        Self(errors)
    }

    fn count(&self, key: &(Option<FileId>, String)) -> usize {
        self.0.get(key).copied().unwrap_or_default()
    }

    /// Returns `true` if one error fewer like `diagnostic` is left after the edits, and no other one has come.
    ///
    /// A syntax error hides the errors of the rules in its package, which may come if they are outside the edited lines.
    fn is_fixed(
        &self,
        diagnostic: &Diagnostic,
        edits: &[Edit],
        after: &[(usize, Diagnostic)],
    ) -> bool {
        let fixed = key(diagnostic);
        let left = Self::of(after);
        let hides = matches!(diagnostic.kind, Kind::Syntax(_));
        let may_come = |diagnostic: &Diagnostic| {
            hides && !matches!(diagnostic.kind, Kind::Syntax(_)) && !touches(diagnostic, edits)
        };
        left.count(&fixed) < self.count(&fixed)
            && after.iter().all(|(_, other)| {
                let key = key(other);
                left.count(&key) <= self.count(&key) || may_come(other)
            })
    }
}

fn key(diagnostic: &Diagnostic) -> (Option<FileId>, String) {
    let file = match &diagnostic.location {
        Location::Source(label) => Some(label.file),
        Location::Path(_) | Location::Argument(_) | Location::Call => None,
    };
    (file, diagnostic.title())
}

/// Returns `true` if an error of the edited source is in an edited range.
fn touches(diagnostic: &Diagnostic, edits: &[Edit]) -> bool {
    let Location::Source(label) = &diagnostic.location else { return true };
    let mut moved = 0;
    let mut edits: Vec<&Edit> = edits.iter().filter(|edit| edit.file == label.file).collect();
    edits.sort_by_key(|edit| edit.range.start);
    edits.into_iter().any(|edit| {
        let start = edit.range.start.saturating_add_signed(moved);
        let end = start + edit.replacement.len();
        moved += edit.replacement.len().cast_signed() - edit.range.len().cast_signed();
        label.range.start <= end && start <= label.range.end
    })
}

/// Returns the edits that a candidate may stand for, the most local ones first.
fn placements(diagnostic: &Diagnostic, candidate: &Candidate, files: &Files) -> Vec<Vec<Edit>> {
    let text = match &candidate.change {
        Change::Edits(edits) => return vec![edits.clone()],
        Change::Write(text) => text.as_str(),
        Change::Remove => "",
    };
    let Location::Source(label) = &diagnostic.location else { return Vec::new() };
    let source = files.get(label.file).text.as_str();
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for range in enclosing(source, &label.range) {
        let range = if text.is_empty() { with_space(source, range) } else { range };
        if !ranges.contains(&range) {
            ranges.push(range);
        }
    }
    ranges.into_iter().map(|range| vec![Edit::new(label.file, range, text)]).collect()
}

/// Returns a range, and the larger ones that a text can stand for: the element of a list, the statement without and with
/// its `;`, and the line.
fn enclosing(source: &str, range: &Range<usize>) -> Vec<Range<usize>> {
    let within = |open: &[char], close: &[char]| {
        let start = source[..range.start].rfind(open).map_or(0, |at| at + 1);
        let end = source[range.end..].find(close).map_or(source.len(), |at| range.end + at);
        trimmed(source, start..end)
    };
    let element = within(&[',', '(', '<', '{', ';', '\n'], &[',', ')', '>', '}', ';', '\n']);
    let statement = within(&[';', '{', '}'], &[';', '{', '}']);
    let line = within(&['\n'], &['\n']);
    let ended = |range: &Range<usize>| {
        let next = source[range.end..].chars().next().filter(|next| matches!(next, ';' | ','));
        range.start..range.end + next.map_or(0, char::len_utf8)
    };
    vec![
        range.clone(),
        element.clone(),
        ended(&element),
        statement.clone(),
        ended(&statement),
        line,
    ]
}

/// Returns a range without the white space and comment lines at its start, and the white space at its end.
fn trimmed(source: &str, range: Range<usize>) -> Range<usize> {
    let mut text = &source[range.clone()];
    loop {
        text = text.trim_start();
        match text.strip_prefix("//") {
            Some(comment) => text = comment.split_once('\n').map_or("", |(_, rest)| rest),
            None => break,
        }
    }
    let start = range.end - text.len();
    start..start + text.trim_end().len()
}

/// Returns a range to remove with the white space around it: the whole line if nothing else is on it, or else the white
/// space that would be left twice.
fn with_space(source: &str, range: Range<usize>) -> Range<usize> {
    let blank = |char: char| matches!(char, ' ' | '\t');
    let before = source[..range.start].trim_end_matches(blank);
    let after = source[range.end..].trim_start_matches(blank);
    let starts_line = before.is_empty() || before.ends_with('\n');
    let end = source.len() - after.len();
    match after.strip_prefix("\r\n").or_else(|| after.strip_prefix('\n')) {
        Some(rest) if starts_line => before.len()..source.len() - rest.len(),
        _ if starts_line => range.start..end,
        _ if after.starts_with([';', ',', ')', '>', '}', '\n', '\r']) => before.len()..range.end,
        _ => range.start..end,
    }
}
