//! The help of a diagnostic: a sentence, and the edits that carry it out.
//!
//! Whoever reports an error proposes candidates, the best one first. [`suggestions`](crate::suggestions) tries them on the
//! source, and keeps only those that fix the error; a candidate may therefore be a guess.

use std::ops::Range;

use crate::files::FileId;

/// A help that is not verified yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Help {
    /// The imperative to show if no candidate fixes the error.
    pub sentence: String,
    /// Ways to fix the error, the best one first.
    pub candidates: Vec<Candidate>,
}

/// One way to fix an error that is not verified yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The imperative to show with the edits.
    pub sentence: String,
    /// The change of the source.
    pub change: Change,
    /// `true` if it is tried only if no candidate before it fixes the error.
    pub is_fallback: bool,
    /// `true` if the source does not say that this is what the author means.
    pub is_guess: bool,
}

/// A change of the source, relative to the primary span of a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// Writes a text in place of the primary span, or of the statement or line that it is in.
    Write(String),
    /// Removes the primary span, or the statement or line that it is in.
    Remove,
    /// Makes these edits.
    Edits(Vec<Edit>),
}

/// A replacement of a part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The file.
    pub file: FileId,
    /// The byte range to replace. An empty range is an insertion.
    pub range: Range<usize>,
    /// The text to write there.
    pub replacement: String,
}

/// A verified fix of an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suggestion {
    /// The imperative.
    pub sentence: String,
    /// The edits, in one or more files, without overlaps.
    pub edits: Vec<Edit>,
    /// `true` if it is valid but may not be what the author means: it writes a name that occurs nowhere in the sources, or
    /// chooses a type or another item. It is shown, and never applied without being asked for.
    pub is_guess: bool,
}

impl Help {
    /// Returns ``write `text` ``, which replaces the primary span or the statement that it is in.
    pub fn write(text: impl Into<String>) -> Self {
        let text = text.into();
        Self::new(format!("write `{text}`"), Change::Write(text))
    }

    /// Returns a sentence for the removal of the primary span or of the statement that it is in.
    pub fn remove(sentence: impl Into<String>) -> Self {
        Self::new(sentence.into(), Change::Remove)
    }

    /// Returns a sentence for edits.
    pub fn edits(sentence: impl Into<String>, edits: Vec<Edit>) -> Self {
        Self::new(sentence.into(), Change::Edits(edits))
    }

    /// Returns ``write `text` ``, which replaces a range.
    pub fn replace(file: FileId, range: Range<usize>, text: impl Into<String>) -> Self {
        let text = text.into();
        Self::edits(format!("write `{text}`"), vec![Edit::new(file, range, text)])
    }

    /// Returns a sentence without an edit.
    pub fn sentence(sentence: impl Into<String>) -> Self {
        Self { sentence: sentence.into(), candidates: Vec::new() }
    }

    fn new(sentence: String, change: Change) -> Self {
        let candidate =
            Candidate { sentence: sentence.clone(), change, is_fallback: false, is_guess: false };
        Self { sentence, candidates: vec![candidate] }
    }

    /// Adds a candidate that writes a text.
    #[must_use]
    pub fn or_write(mut self, text: impl Into<String>) -> Self {
        self.candidates.extend(Self::write(text).candidates);
        self
    }

    /// Adds a candidate that removes the primary span.
    #[must_use]
    pub fn or_remove(mut self, sentence: impl Into<String>) -> Self {
        self.candidates.extend(Self::remove(sentence).candidates);
        self
    }

    /// Adds the candidates of another help.
    #[must_use]
    pub fn or(mut self, other: Self) -> Self {
        self.candidates.extend(other.candidates);
        self
    }

    /// Adds the candidates of another help, to try if none of these fixes the error.
    #[must_use]
    pub fn or_else(mut self, other: Self) -> Self {
        let others = other.candidates.into_iter();
        self.candidates.extend(others.map(|other| Candidate { is_fallback: true, ..other }));
        self
    }

    /// Adds a candidate that makes edits.
    #[must_use]
    pub fn or_edits(mut self, sentence: impl Into<String>, edits: Vec<Edit>) -> Self {
        self.candidates.extend(Self::edits(sentence, edits).candidates);
        self
    }

    /// Marks all candidates so far as guesses. Candidates that write new names are guesses without it.
    #[must_use]
    pub fn guess(mut self) -> Self {
        for candidate in &mut self.candidates {
            candidate.is_guess = true;
        }
        self
    }

    /// Replaces the sentence, also that of the first candidate.
    #[must_use]
    pub fn saying(mut self, sentence: impl Into<String>) -> Self {
        self.sentence = sentence.into();
        if let Some(first) = self.candidates.first_mut() {
            first.sentence.clone_from(&self.sentence);
        }
        self
    }

    /// Replaces the sentence that is shown if no candidate fixes the error.
    #[must_use]
    pub fn otherwise(mut self, sentence: impl Into<String>) -> Self {
        self.sentence = sentence.into();
        self
    }
}

impl From<String> for Help {
    fn from(sentence: String) -> Self {
        Self::sentence(sentence)
    }
}

impl From<&str> for Help {
    fn from(sentence: &str) -> Self {
        Self::sentence(sentence)
    }
}

impl Edit {
    /// Creates an edit.
    pub fn new(file: FileId, range: Range<usize>, replacement: impl Into<String>) -> Self {
        Self { file, range, replacement: replacement.into() }
    }
}

/// Returns a source with edits made. Edits that overlap or are out of range give `None`.
#[must_use]
pub fn edited(source: &str, edits: &[&Edit]) -> Option<String> {
    let mut edits = edits.to_vec();
    edits.sort_by_key(|edit| (edit.range.start, edit.range.end));
    let (mut text, mut end) = (String::with_capacity(source.len()), 0);
    for edit in edits {
        text.push_str(source.get(end..edit.range.start)?);
        text.push_str(&edit.replacement);
        end = edit.range.end;
    }
    text.push_str(source.get(end..)?);
    Some(text)
}
