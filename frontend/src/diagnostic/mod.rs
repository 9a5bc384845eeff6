//! Errors and warnings as data: kind, location, labels, trail and help. [`render`](Diagnostic::render) turns one into text.

mod help;
mod kind;
mod render;

use std::ops::Range;

use crate::files::FileId;

pub use help::{Candidate, Change, Edit, Help, Suggestion, edited};
pub use kind::{
    ArgumentError, Code, CompatibilityError, ErrorKind, FileError, GateError, InternalError, Kind,
    Level, ManifestError, NameError, PackageError, RustError, SyntaxError, TypeError, WorldError,
};

/// The number of an argument, or of an element of a list argument, of the call that asked for bindings.
///
/// The caller that builds a request chooses the numbers and maps them back: the macro to the spans of its tokens, a
/// build script to the names of its methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArgumentId(pub u32);

/// The text of a label at another span of the same mistake, which a fix changes as well.
pub(crate) const ALSO_HERE: &str = "also here";

/// An error or a warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// The kind, which has the message, the code and the default level.
    pub kind: Kind,
    level: Level,
    /// The primary location.
    pub location: Location,
    /// Other spans that explain the error, each with its own text.
    pub labels: Vec<Label>,
    /// The steps that led to the error, from the outermost to the innermost: "`a:b` needs `c:d`, because …".
    pub trail: Vec<Step>,
    /// The proposed help, whose candidates are not verified.
    pub help: Option<Help>,
    /// The verified fixes, which replace the help.
    pub suggestions: Vec<Suggestion>,
}

/// The location of a diagnostic.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// A span of a file.
    Source(Label),
    /// A file or folder as a whole, by its path relative to the crate, with `/`.
    Path(String),
    /// An argument of the call.
    Argument(ArgumentId),
    /// The call as a whole.
    Call,
}

/// A span of a file, and the text next to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The file.
    pub file: FileId,
    /// The byte range in the file's source. An empty range is a point.
    pub range: Range<usize>,
    /// The text next to the range, which may be empty.
    pub text: String,
}

/// One step of a trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// The text of the step.
    pub text: String,
    /// The file and byte range of the step, if it has one.
    pub location: Option<(FileId, Range<usize>)>,
}

impl Label {
    /// Creates a label. A range that ends before it starts, as that of an item without a token, is a point at its start.
    pub fn new(file: FileId, range: Range<usize>, text: impl Into<String>) -> Self {
        let Range { start, end } = range;
        Self { file, range: start..end.max(start), text: text.into() }
    }
}

impl Diagnostic {
    /// Creates a diagnostic without labels, trail and help.
    pub fn new(kind: impl Into<Kind>, location: Location) -> Self {
        Self::of(kind.into(), location)
    }

    fn of(kind: Kind, location: Location) -> Self {
        Self {
            level: kind.level(),
            kind,
            location,
            labels: Vec::new(),
            trail: Vec::new(),
            help: None,
            suggestions: Vec::new(),
        }
    }

    /// Creates a diagnostic at a range of a file, with the text next to the caret.
    pub fn at(
        kind: impl Into<Kind>,
        file: FileId,
        range: Range<usize>,
        text: impl Into<String>,
    ) -> Self {
        Self::of(kind.into(), Location::Source(Label::new(file, range, text)))
    }

    /// Sets the level.
    #[must_use]
    pub fn with_level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// Adds a label.
    #[must_use]
    pub fn with_label(
        mut self,
        file: FileId,
        range: Range<usize>,
        text: impl Into<String>,
    ) -> Self {
        self.labels.push(Label::new(file, range, text));
        self
    }

    /// Sets the help.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<Help>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// Adds a step to the trail.
    #[must_use]
    pub fn with_step(
        mut self,
        text: impl Into<String>,
        location: Option<(FileId, Range<usize>)>,
    ) -> Self {
        self.trail.push(Step { text: text.into(), location });
        self
    }

    /// Returns the sentence of the help: of the first verified fix, or else of the proposed one.
    #[must_use]
    pub fn help_sentence(&self) -> Option<&str> {
        let verified = self.suggestions.first().map(|suggestion| suggestion.sentence.as_str());
        verified.or(self.help.as_ref().map(|help| help.sentence.as_str()))
    }

    /// Returns the level: error or warning.
    #[must_use]
    pub fn level(&self) -> Level {
        self.level
    }

    /// Returns the short stable code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.kind.code()
    }
}
