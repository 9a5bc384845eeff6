//! Verifies the proposed fixes: each is made in memory, the sources are checked again, and the fix is kept if its error is
//! gone and no other one has come.

mod known_words;

use std::cell::OnceCell;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::diagnostic::{
    ALSO_HERE, Candidate, Change, Diagnostic, Edit, Kind, Label, Location, ManifestError,
    Suggestion, edited,
};
use crate::files::{FileId, Files};
use crate::placement;
use crate::spelling::within;
use known_words::KnownWords;

/// The largest number of suggestions for one error.
const MAX_SUGGESTIONS: usize = 3;

/// The bytes of source that are checked again for all errors of one stage. Errors after that have no suggestions.
const MAX_WORK: usize = 1024 * 1024;

/// The number of errors of one stage that have suggestions: the first ones, which a reader sees.
const MAX_ERRORS: usize = 32;

/// A stage that can check sources again.
pub trait Check {
    /// Returns the bytes of source that one check reads.
    fn work(&self) -> usize;

    /// Returns the errors of `files`, of which only those in `edited` differ from the original sources.
    fn check(&mut self, files: &Files, edited: &[FileId]) -> Vec<Diagnostic>;
}

/// Sets [`Diagnostic::suggestions`] to the candidates that fix their errors.
///
/// `diagnostics` are all errors of the stage.
pub fn verify(files: &Files, diagnostics: &mut [&mut Diagnostic], stage: &mut dyn Check) {
    let proposes = |diagnostic: &Diagnostic| {
        diagnostic.help.as_ref().is_some_and(|help| !help.candidates.is_empty())
    };
    if !diagnostics.iter().any(|diagnostic| proposes(diagnostic)) {
        return;
    }
    let before = Errors::of(diagnostics.iter().map(|diagnostic| &**diagnostic));
    let runs = MAX_WORK / stage.work().max(1);
    let words = OnceCell::new();
    let mut trial = Trial { original: files, edited: files.clone(), words, before, runs, stage };
    for diagnostic in diagnostics.iter_mut().take(MAX_ERRORS) {
        diagnostic.suggestions = trial.suggestions(diagnostic);
    }
}

/// The sources, in which one fix after the other is tried.
struct Trial<'a> {
    original: &'a Files,
    /// The files, which have the edits of a fix while it is tried.
    edited: Files,
    words: OnceCell<KnownWords>,
    before: Errors,
    /// The number of checks that are left.
    runs: usize,
    stage: &'a mut dyn Check,
}

impl Trial<'_> {
    /// Returns the candidates of a diagnostic that fix it.
    fn suggestions(&mut self, diagnostic: &Diagnostic) -> Vec<Suggestion> {
        let mut suggestions: Vec<Suggestion> = Vec::new();
        for candidate in diagnostic.help.iter().flat_map(|help| &help.candidates) {
            if candidate.is_fallback && !suggestions.is_empty() {
                continue;
            }
            let placements = placements(diagnostic, candidate, self.original);
            let fix = placements.into_iter().find(|edits| self.fixes(diagnostic, edits));
            let fix = fix
                .filter(|edits| suggestions.iter().all(|other| !self.is_same(&other.edits, edits)));
            let sentence = candidate.sentence.clone();
            suggestions.extend(fix.map(|edits| {
                let is_guess = candidate.is_guess || self.has_new_name(&edits);
                Suggestion { sentence, edits, is_guess }
            }));
            if suggestions.len() == MAX_SUGGESTIONS {
                break;
            }
        }
        suggestions
    }

    /// Returns `true` if two fixes lead to the same sources.
    fn is_same(&self, one: &[Edit], other: &[Edit]) -> bool {
        one == other || edited_files(self.original, one) == edited_files(self.original, other)
    }

    /// Returns `true` if edits write a name that is nowhere in the sources.
    fn has_new_name(&self, edits: &[Edit]) -> bool {
        let words = self.words.get_or_init(|| KnownWords::of(self.original));
        edits.iter().any(|edit| !words.contain_all(&edit.replacement))
    }

    /// Makes edits, checks the sources again, and returns `true` if the error is gone and no other one has come.
    fn fixes(&mut self, diagnostic: &Diagnostic, edits: &[Edit]) -> bool {
        if self.runs == 0 {
            return false;
        }
        self.runs -= 1;
        let Some(texts) = edited_files(self.original, edits) else { return false };
        let files: Vec<FileId> = texts.iter().map(|(file, _)| *file).collect();
        for (file, text) in texts {
            self.edited.set_text(file, text);
        }
        let after = self.stage.check(&self.edited, &files);
        let is_fixed = self.before.is_fixed(diagnostic, edits, &self.edited, &after);
        for file in files {
            self.edited.restore(file, self.original);
        }
        is_fixed
    }
}

/// Returns the sources of the files that edits change, or `None` if an edit is invalid or changes nothing.
#[must_use]
pub fn edited_files(files: &Files, edits: &[Edit]) -> Option<Vec<(FileId, String)>> {
    let ids: BTreeSet<FileId> = edits.iter().map(|edit| edit.file).collect();
    let texts = ids.into_iter().map(|file| {
        let edits: Vec<&Edit> = edits.iter().filter(|edit| edit.file == file).collect();
        let source = &files.get(file).text;
        let text = edited(source, &edits).filter(|text| text != source)?;
        Some((file, text))
    });
    texts.collect()
}

/// The number of errors in each file with each message.
struct Errors(BTreeMap<(Option<FileId>, String), usize>);

impl Errors {
    fn of<'a>(diagnostics: impl Iterator<Item = &'a Diagnostic>) -> Self {
        let mut errors = BTreeMap::new();
        for diagnostic in diagnostics {
            *errors.entry(key(diagnostic)).or_default() += 1;
        }
        Self(errors)
    }

    fn count(&self, key: &(Option<FileId>, String)) -> usize {
        self.0.get(key).copied().unwrap_or_default()
    }

    /// Returns `true` if one error fewer like `diagnostic` is left after the edits, and no other one has come.
    ///
    /// Errors that the diagnostic hides may come if they are outside the edited ranges.
    fn is_fixed(
        &self,
        diagnostic: &Diagnostic,
        edits: &[Edit],
        edited: &Files,
        after: &[Diagnostic],
    ) -> bool {
        let fixed = key(diagnostic);
        let left = Self::of(after.iter());
        let is_removal = edits.iter().all(|edit| edit.replacement.is_empty());
        let may_come = |other: &Diagnostic| {
            is_unused(&other.kind)
                || hides(&diagnostic.kind, &other.kind, is_removal)
                    && !touches(other, edits, edited, covers_line(&diagnostic.kind))
        };
        left.count(&fixed) < self.count(&fixed)
            && after.iter().all(|other| {
                let key = key(other);
                left.count(&key) <= self.count(&key) || may_come(other)
            })
    }
}

/// Returns `true` if errors of a kind keep others from being found: a syntax error hides the errors of the rules in its
/// package, and an error in a manifest those of its later stages. The removal of a dependency uncovers nothing.
fn hides(kind: &Kind, other: &Kind, is_removal: bool) -> bool {
    match (kind, other) {
        (Kind::Syntax(_), other) => !matches!(other, Kind::Syntax(_)),
        (Kind::Manifest(kind), Kind::Manifest(other)) => kind.hides(other, is_removal),
        _ => false,
    }
}

/// Returns `true` for the warning about a dependency that is not used, which may be found once its entry is valid.
fn is_unused(kind: &Kind) -> bool {
    matches!(kind, Kind::Manifest(ManifestError::NotUsed { .. }))
}

/// Returns `true` if the edits for an error are responsible for all of their lines: an entry of a manifest is checked whatever
/// else is wrong in it, so that an error which comes is new.
fn covers_line(kind: &Kind) -> bool {
    matches!(kind, Kind::Manifest(error) if !error.is_syntax())
}

fn key(diagnostic: &Diagnostic) -> (Option<FileId>, String) {
    let file = match &diagnostic.location {
        Location::Source(label) => Some(label.file),
        Location::Path(_) | Location::Argument(_) | Location::Call => None,
    };
    (file, diagnostic.title())
}

/// Returns `true` if an error of the edited source is in an edited range, or on its lines.
fn touches(diagnostic: &Diagnostic, edits: &[Edit], edited: &Files, lines: bool) -> bool {
    let Location::Source(label) = &diagnostic.location else { return true };
    let mut moved = 0;
    let mut edits: Vec<&Edit> = edits.iter().filter(|edit| edit.file == label.file).collect();
    edits.sort_by_key(|edit| edit.range.start);
    edits.into_iter().any(|edit| {
        let start = edit.range.start.saturating_add_signed(moved);
        let end = start + edit.replacement.len();
        moved += edit.replacement.len().cast_signed() - edit.range.len().cast_signed();
        let source = edited.get(label.file).text.as_str();
        let (start, end) = match lines {
            true => {
                let range = within(&(start..end), source);
                let line = source[..range.start].rfind('\n').map_or(0, |at| at + 1);
                let rest = source[range.end..].find('\n');
                (line, rest.map_or(source.len(), |at| range.end + at))
            }
            false => (start, end),
        };
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
