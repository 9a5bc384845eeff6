//! Verifies the proposed fixes: each is made in memory, the packages are checked again, and the fix is kept if its error
//! is gone and no other error has come.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::report::ALSO_HERE;
use super::{Input, Parsed, placement, run};
use crate::diagnostic::{
    Candidate, Change, Diagnostic, Edit, Kind, Label, Location, Suggestion, edited,
};
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

/// Returns the edits that a candidate may stand for, the best ones first. All spans of the mistake are edited at once.
fn placements(diagnostic: &Diagnostic, candidate: &Candidate, files: &Files) -> Vec<Vec<Edit>> {
    let text = match &candidate.change {
        Change::Edits(edits) => return vec![edits.clone()],
        Change::Write(text) => Some(text.as_str()),
        Change::Remove => None,
    };
    let Location::Source(primary) = &diagnostic.location else { return Vec::new() };
    let ranges = |label: &Label| {
        let source = files.get(label.file).text.as_str();
        match text {
            Some(text) => placement::of_text(source, &label.range, text),
            None => placement::of_removal(source, &label.range),
        }
    };
    let again = diagnostic.labels.iter().filter(|label| label.text == ALSO_HERE);
    let again: Vec<_> = again.map(|label| (label.file, ranges(label))).collect();
    let edit =
        |file, range: &Range<usize>| Edit::new(file, range.clone(), text.unwrap_or_default());
    let edits = ranges(primary).into_iter().enumerate().map(|(at, range)| {
        let again = again.iter().filter_map(|(file, ranges)| Some(edit(*file, ranges.get(at)?)));
        [edit(primary.file, &range)].into_iter().chain(again).collect()
    });
    edits.collect()
}
