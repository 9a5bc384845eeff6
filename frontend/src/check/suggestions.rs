//! Verifies the proposed fixes: each is made in memory, the packages are checked again, and the fix is kept if its error
//! is gone and no other error has come.

use std::cmp;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::{Input, Parsed, run};
use crate::diagnostic::{Candidate, Change, Diagnostic, Edit, Kind, Location, Suggestion, edited};
use crate::files::{FileId, Files};
use crate::spelling::floor_char_boundary;

/// The largest number of suggestions for one error.
const MAX_SUGGESTIONS: usize = 3;

/// The largest number of ranges to try for one candidate.
const MAX_PLACEMENTS: usize = 48;

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

/// Returns the edits that a candidate may stand for, the best ones first.
fn placements(diagnostic: &Diagnostic, candidate: &Candidate, files: &Files) -> Vec<Vec<Edit>> {
    let text = match &candidate.change {
        Change::Edits(edits) => return vec![edits.clone()],
        Change::Write(text) => text.as_str(),
        Change::Remove => "",
    };
    let Location::Source(label) = &diagnostic.location else { return Vec::new() };
    let source = files.get(label.file).text.as_str();
    let primary = clamped(source, &label.range);
    let mut ranges = enclosing(source, &primary, text);
    if text.is_empty() {
        ranges = ranges.into_iter().map(|range| with_space(source, range)).collect();
    }
    let mut seen = Vec::new();
    ranges.retain(|range| {
        !seen.contains(range) && {
            seen.push(range.clone());
            true
        }
    });
    let edit = |range| vec![Edit::new(label.file, range, text)];
    ranges.into_iter().take(MAX_PLACEMENTS).map(edit).collect()
}

fn clamped(source: &str, range: &Range<usize>) -> Range<usize> {
    let start = floor_char_boundary(source, range.start);
    start..floor_char_boundary(source, range.end).max(start)
}

/// Returns the ranges of whole tokens around `primary` that a text can stand for, the best ones first. A range ends at the
/// end of the statement.
///
/// The best ranges add only tokens that the text repeats: its first ones before `primary`, its last ones after it. Then
/// comes `primary` itself, and then larger ranges whose tokens are all in the text, so that nothing is lost. A text that is
/// a whole statement also stands for the whole statement.
fn enclosing(source: &str, primary: &Range<usize>, text: &str) -> Vec<Range<usize>> {
    let end_of_statement = [';', '{', '}'];
    let start = source[..primary.start].rfind(end_of_statement).map_or(0, |at| at + 1);
    let end = source[primary.end..].find(end_of_statement);
    let end = end.map_or(source.len(), |at| primary.end + at + 1);
    let mut before = tokens(source, start..primary.start);
    before.reverse();
    let after = tokens(source, primary.end..end);
    let words: Vec<&str> = tokens(text, 0..text.len()).into_iter().map(|it| &text[it]).collect();
    let source_words = |ranges: &[Range<usize>]| -> Vec<&str> {
        ranges.iter().map(|range| &source[range.clone()]).collect()
    };
    let (words_before, words_after) = (source_words(&before), source_words(&after));
    let is_repeated = |(b, a): &(usize, usize)| {
        b + a <= words.len()
            && words_before[..*b].iter().rev().eq(&words[..*b])
            && words_after[..*a] == words[words.len() - a..]
    };
    let is_kept = |(b, a): &(usize, usize)| {
        let mut left = words.clone();
        words_before[..*b].iter().chain(&words_after[..*a]).all(|word| {
            let found = left.iter().position(|other| other == word);
            found.map(|at| left.swap_remove(at)).is_some()
        })
    };
    let most = |count: usize| count.min(words.len());
    let pairs = (0..=most(before.len()))
        .flat_map(|b| (0..=most(after.len())).map(move |a| (b, a)))
        .filter(|pair| *pair != (0, 0));
    let mut pairs: Vec<(usize, usize)> = pairs.filter(is_kept).collect();
    pairs.sort_by_key(|(b, a)| cmp::Reverse(b + a));
    let (mut best, others): (Vec<_>, Vec<_>) = pairs.into_iter().partition(is_repeated);
    let is_statement = text.ends_with(end_of_statement);
    if !is_statement {
        best.push((0, 0));
    }
    best.extend(others);
    let range = |(b, a): (usize, usize)| {
        let start = if b == 0 { primary.start } else { before[b - 1].start };
        start..if a == 0 { primary.end } else { after[a - 1].end }
    };
    let mut ranges: Vec<Range<usize>> = best.into_iter().map(range).collect();
    if is_statement {
        let first = before.last().map_or(primary.start, |token| token.start);
        let line = source[..primary.start].rfind('\n').map_or(0, |at| at + 1).max(first);
        let last = after.last().map_or(primary.end, |token| token.end);
        ranges.extend([first..last, line..last, primary.start..last, primary.clone()]);
    }
    ranges
}

fn is_word(char: char) -> bool {
    char.is_alphanumeric() || matches!(char, '-' | '_' | '%')
}

/// Returns the words and the punctuation characters of a part of a source. Comments end it.
fn tokens(source: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut tokens = Vec::new();
    let mut at = range.start;
    while let Some(next) = source[at..range.end].chars().next() {
        let rest = &source[at..range.end];
        let length = rest.find(|char| !is_word(char)).unwrap_or(rest.len()).max(next.len_utf8());
        if !next.is_whitespace() {
            tokens.push(at..at + length);
        }
        at += length;
    }
    tokens
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
