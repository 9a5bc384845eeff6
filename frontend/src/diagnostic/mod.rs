//! A fault as data: what it is, where it is, how we got there, what to do. [`render`](Diagnostic::render) makes it text.

mod kind;
mod render;

use std::ops::Range;

use crate::files::FileId;

pub use kind::{
    ArgumentError, Code, Fact, FileError, GateError, InternalError, Kind, Level, ManifestError,
    NameError, PackageError, RustError, SyntaxError, TypeError, WorldError,
};

/// Names one argument, or one element of a list argument, of the call that asked for bindings.
///
/// Whoever makes a request chooses the numbers, and maps them back to its own
/// places: the macro to the spans of its tokens, a build script to the names of its methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct ArgumentId(pub u32);

/// One fault, or one warning.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What is wrong.
    pub kind: Kind,
    /// Where it is wrong.
    pub location: Location,
    /// Other places that explain it, each with a text of its own.
    pub labels: Vec<Label>,
    /// How we got there, from the outermost step to the innermost: "`a:b` needs `c:d`, because …".
    pub trail: Vec<Step>,
    /// One thing to do about it.
    pub help: Option<String>,
}

/// Where a fault is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Location {
    /// In the text of a file.
    Source(Label),
    /// At a file or folder as a whole, by its path relative to the crate, with `/`.
    Path(String),
    /// In an argument of the call.
    Argument(ArgumentId),
    /// At the call as a whole.
    Call,
}

/// A range of a file, and what there is to say about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// The file.
    pub file: FileId,
    /// The bytes of the file's text. An empty range is a point.
    pub range: Range<usize>,
    /// What to write beside the range; may be empty.
    pub text: String,
}

/// One step of a trail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What the step says.
    pub text: String,
    /// Where it was taken, if that is in a file.
    pub location: Option<(FileId, Range<usize>)>,
}

impl Label {
    /// A label with a text.
    pub fn new(file: FileId, range: Range<usize>, text: impl Into<String>) -> Self {
        Self { file, range, text: text.into() }
    }
}

impl Diagnostic {
    /// A diagnostic with neither other labels nor a trail nor help.
    pub fn new(kind: impl Into<Kind>, location: Location) -> Self {
        Self::of(kind.into(), location)
    }

    fn of(kind: Kind, location: Location) -> Self {
        Self { kind, location, labels: Vec::new(), trail: Vec::new(), help: None }
    }

    /// A diagnostic at a range of a file, with the text that stands beside the caret.
    pub fn at(
        kind: impl Into<Kind>,
        file: FileId,
        range: Range<usize>,
        text: impl Into<String>,
    ) -> Self {
        Self::of(kind.into(), Location::Source(Label::new(file, range, text)))
    }

    /// With another label.
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

    /// With one thing to do.
    #[must_use]
    pub fn with_help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// With a step of how we got there.
    #[must_use]
    pub fn with_step(
        mut self,
        text: impl Into<String>,
        location: Option<(FileId, Range<usize>)>,
    ) -> Self {
        self.trail.push(Step { text: text.into(), location });
        self
    }

    /// Whether this is an error or a warning.
    #[must_use]
    pub fn level(&self) -> Level {
        self.kind.level()
    }

    /// The short stable code.
    #[must_use]
    pub fn code(&self) -> Code {
        self.kind.code()
    }
}
