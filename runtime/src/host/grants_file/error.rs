//! Errors of grants files, rendered with the lines that they are about.

use std::error::Error;
use std::ops::Range;
use std::path::PathBuf;
use std::{fmt, io};

use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use crate::host::capability::Escaped;

/// Error of a grants file, or of the permissions that a component requests.
///
/// The message shows the line of each mistake, as compilers do.
#[derive(Debug)]
#[non_exhaustive]
pub enum GrantsFileError {
    /// The file could not be read.
    File {
        /// The path of the file.
        path: PathBuf,
        /// The error of the operating system.
        error: io::Error,
    },
    /// The file has mistakes.
    Invalid {
        /// The mistakes, in source order. A syntax error hides all others.
        mistakes: Vec<Mistake>,
        /// The message.
        rendered: String,
    },
}

/// A mistake in a grants file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// The line, from 1.
    pub line: usize,
    /// The column in characters, from 1.
    pub column: usize,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for GrantsFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { path, error } => {
                write!(f, "cannot read the grants file `{}`: {error}", path.display())
            }
            Self::Invalid { rendered, .. } => f.write_str(rendered),
        }
    }
}

impl Error for GrantsFileError {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match self {
            Self::File { error, .. } => Some(error),
            Self::Invalid { .. } => None,
        }
    }
}

/// Collects the mistakes of one file.
pub(super) struct Mistakes<'s> {
    path: &'s str,
    pub(super) source: &'s str,
    found: Vec<(Range<usize>, String, &'static str)>,
}

impl<'s> Mistakes<'s> {
    pub(super) fn new(path: &'s str, source: &'s str) -> Self {
        Self { path, source, found: Vec::new() }
    }

    /// Adds a mistake, with a label for its location.
    pub(super) fn add(&mut self, span: Range<usize>, message: String, label: &'static str) {
        self.found.push((span, message, label));
    }

    /// Returns the error for a mistake after which nothing else can be read.
    pub(super) fn fail(&self, span: Range<usize>, message: String) -> GrantsFileError {
        let only = Mistakes { found: vec![(span, message, "")], ..*self };
        only.error()
    }

    /// Returns `value` if there are no mistakes.
    pub(super) fn into_result<T>(mut self, value: T) -> Result<T, GrantsFileError> {
        self.found.sort_by_key(|(span, ..)| span.start);
        if self.found.is_empty() { Ok(value) } else { Err(self.error()) }
    }

    fn error(&self) -> GrantsFileError {
        let mistakes = self.found.iter().map(|(span, message, _)| {
            let before = &self.source[..span.start];
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
            Mistake { line, column, message: message.clone() }
        });
        let rendered = self.found.iter().map(|(span, message, label)| {
            let primary = AnnotationKind::Primary.span(span.clone());
            let primary = if label.is_empty() { primary } else { primary.label(*label) };
            let snippet = Snippet::source(self.source).path(self.path).annotation(primary);
            let message = Escaped(message).to_string();
            let group = Level::ERROR.primary_title(message.as_str()).element(snippet);
            Renderer::plain().render(&[group])
        });
        let rendered = rendered.collect::<Vec<_>>().join("\n\n");
        // As in the messages of the macro, whoever prints the first one writes `error: `.
        let rendered = rendered.strip_prefix("error: ").unwrap_or(&rendered);
        let lines = rendered.lines().map(|line| Escaped(line.trim_end()).to_string());
        GrantsFileError::Invalid {
            mistakes: mistakes.collect(),
            rendered: lines.collect::<Vec<_>>().join("\n"),
        }
    }
}
