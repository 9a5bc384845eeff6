//! From a [`Diagnostic`] to the text that a user reads. The only file that names `annotate_snippets`.

use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level as Shown, Origin, Renderer, Snippet,
};

use super::{Diagnostic, Fact as _, Label, Level, Location};
use crate::files::{FileId, Files};

impl Diagnostic {
    /// The diagnostic as text without colours: the message, the places with their lines, and the help.
    ///
    /// The text has no `error:` in front, since rustc and Cargo put that there themselves.
    #[must_use]
    pub fn render(&self, files: &Files) -> String {
        let title = self.title();
        let text = Renderer::plain().render(&[self.group(&title, files)]);
        let text = match self.level() {
            Level::Error => text.strip_prefix("error: "),
            Level::Warning => text.strip_prefix("warning: "),
        }
        .unwrap_or(&text)
        // Without a location there is nothing for this line to lead to.
        .replacen("\n |\n = ", "\n = ", 1);
        text.lines().map(str::trim_end).collect::<Vec<_>>().join("\n")
    }

    /// The message with its code: ``no world `nope` [AB0901]``.
    #[must_use]
    pub fn title(&self) -> String {
        format!("{} [{}]", self.kind.message(), self.code())
    }

    fn group<'a>(&'a self, title: &'a str, files: &'a Files) -> Group<'a> {
        let level = match self.level() {
            Level::Error => Shown::ERROR,
            Level::Warning => Shown::WARNING,
        };
        let mut group = Group::with_title(level.primary_title(title));
        match &self.location {
            Location::Source(_) => {
                for snippet in self.snippets(files) {
                    group = group.element(snippet);
                }
            }
            Location::Path(path) => {
                group = group.element(Origin::path(path.as_str()));
                for snippet in self.snippets(files) {
                    group = group.element(snippet);
                }
            }
            Location::Argument(_) | Location::Call => {
                for snippet in self.snippets(files) {
                    group = group.element(snippet);
                }
            }
        }
        for step in &self.trail {
            let text = match &step.location {
                Some((file, range)) => {
                    format!("{} ({})", step.text, locate(files, *file, range))
                }
                None => step.text.clone(),
            };
            group = group.element(Shown::NOTE.message(text));
        }
        if let Some(help) = &self.help {
            group = group.element(Shown::HELP.message(help.as_str()));
        }
        group
    }

    /// One snippet a file, the file of the primary label first.
    fn snippets<'a>(&'a self, files: &'a Files) -> Vec<Snippet<'a, Annotation<'a>>> {
        let primary = match &self.location {
            Location::Source(label) => Some(label),
            Location::Path(_) | Location::Argument(_) | Location::Call => None,
        };
        let mut order: Vec<FileId> = Vec::new();
        for label in primary.into_iter().chain(&self.labels) {
            if !order.contains(&label.file) {
                order.push(label.file);
            }
        }
        order
            .into_iter()
            .map(|id| {
                let file = files.get(id);
                let marks = primary
                    .into_iter()
                    .map(|label| (AnnotationKind::Primary, label))
                    .chain(self.labels.iter().map(|label| (AnnotationKind::Context, label)))
                    .filter(|(_, label)| label.file == id)
                    .map(|(kind, label)| mark(kind, label, &file.text));
                Snippet::source(file.text.as_str()).path(file.path.as_str()).annotations(marks)
            })
            .collect()
    }
}

fn mark<'a>(kind: AnnotationKind, label: &'a Label, text: &str) -> Annotation<'a> {
    let mark = kind.span(within(&label.range, text));
    if label.text.is_empty() { mark } else { mark.label(label.text.as_str()) }
}

/// The range, cut to the text and widened to whole characters.
fn within(range: &Range<usize>, text: &str) -> Range<usize> {
    let start = floor(text, range.start);
    start..floor(text, range.end).max(start)
}

fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// `wit/a.wit:3:9`, with columns counted in characters from 1.
#[must_use]
pub(super) fn locate(files: &Files, file: FileId, range: &Range<usize>) -> String {
    let file = files.get(file);
    let before = &file.text[..floor(&file.text, range.start)];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{}:{line}:{column}", file.path)
}
