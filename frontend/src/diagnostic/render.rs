//! Renders a [`Diagnostic`] as text. The only file that names `annotate_snippets`.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level as Shown, Origin, Patch, Renderer, Snippet,
};

use super::{Diagnostic, ErrorKind as _, Label, Level, Location, Suggestion};
use crate::files::{FileId, Files};
use crate::spelling::{floor_char_boundary, printable, printable_lines, within};

impl Diagnostic {
    /// Renders the diagnostic as text without colours: the message, the source lines with their labels, and the help.
    ///
    /// The text has no leading `error:`, since rustc and Cargo add it.
    #[must_use]
    pub fn render(&self, files: &Files) -> String {
        let title = self.title();
        let title = printable(&title);
        let mut groups = vec![self.group(&title, files)];
        groups.extend(self.suggestions.iter().map(|suggestion| patches(suggestion, files)));
        let text = Renderer::plain().render(&groups);
        // The renderer replaces control characters of source, but not all that reorder text, and none in a help.
        let text = printable_lines(&text);
        let text = match self.level() {
            Level::Error => text.strip_prefix("error: "),
            Level::Warning => text.strip_prefix("warning: "),
        }
        .unwrap_or(&text)
        // Without a location, this line connects to nothing.
        .replacen("\n |\n = ", "\n = ", 1);
        let lines = text.split('\n').map(|line| revision_last(line.trim_end(), files));
        lines.collect::<Vec<_>>().join("\n")
    }

    /// Returns the message with its code: ``cannot find package `a:b` [AB0404]``.
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
            Location::Path(path) => group = group.element(Origin::path(path.as_str())),
            Location::Source(_) | Location::Argument(_) | Location::Call => {}
        }
        for snippet in self.snippets(files) {
            group = group.element(snippet);
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
        if let Some(help) = self.help.as_ref().filter(|_| self.suggestions.is_empty()) {
            group = group.element(Shown::HELP.message(help.sentence.as_str()));
        }
        group
    }

    /// Returns one snippet for each file, the file of the primary label first.
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
                let annotations = primary
                    .into_iter()
                    .map(|label| (AnnotationKind::Primary, label))
                    .chain(self.labels.iter().map(|label| (AnnotationKind::Context, label)))
                    .filter(|(_, label)| label.file == id)
                    .map(|(kind, label)| annotation(kind, label, &file.text));
                let path = match files.revision(id) {
                    Some(revision) => Cow::Owned(at_revision(&file.path, revision)),
                    None => Cow::Borrowed(file.path.as_str()),
                };
                Snippet::source(file.text.as_str()).path(path).annotations(annotations)
            })
            .collect()
    }
}

/// Returns the path of a file of another revision: `wit/a.wit at v1.0.0`.
fn at_revision(path: &str, revision: &str) -> String {
    format!("{path} at {revision}")
}

/// Returns a line in which the revision of a file follows the line and column that the renderer writes after the path:
/// `wit/a.wit:3:9 at v1.0.0`.
fn revision_last<'a>(line: &'a str, files: &Files) -> Cow<'a, str> {
    let location = line.split_once("--> ").or_else(|| line.split_once("::: "));
    let Some((_, location)) = location.filter(|(before, _)| before.trim().is_empty()) else {
        return Cow::Borrowed(line);
    };
    let moved = files.iter().find_map(|(id, file)| {
        let revision = files.revision(id)?;
        let position = location.strip_prefix(&at_revision(&file.path, revision))?;
        Some(format!("{}{position} at {revision}", file.path))
    });
    let start = line.len() - location.len();
    moved.map_or(Cow::Borrowed(line), |moved| Cow::Owned(format!("{}{moved}", &line[..start])))
}

/// The largest number of bytes in the lines of an edit for which they are shown.
const MAX_LINES: usize = 2_000;

/// Returns `true` if the lines of a range are too long to be shown: they are shown whole.
fn is_long(source: &str, range: &Range<usize>) -> bool {
    let Range { start, end } = within(range, source);
    let start = source[..start].rfind('\n').map_or(0, |at| at + 1);
    let end = source[end..].find('\n').map_or(source.len(), |at| end + at);
    end - start > MAX_LINES
}

/// Returns a suggestion with the lines that it changes.
fn patches<'a>(suggestion: &'a Suggestion, files: &'a Files) -> Group<'a> {
    let mut group = Group::with_title(Shown::HELP.secondary_title(suggestion.sentence.as_str()));
    let edited: BTreeSet<FileId> = suggestion.edits.iter().map(|edit| edit.file).collect();
    for id in edited {
        let file = files.get(id);
        let edits = suggestion.edits.iter().filter(|edit| edit.file == id);
        if edits.clone().any(|edit| is_long(&file.text, &edit.range)) {
            continue;
        }
        let patches = edits.map(|edit| Patch::new(edit.range.clone(), edit.replacement.as_str()));
        group = group
            .element(Snippet::source(file.text.as_str()).path(file.path.as_str()).patches(patches));
    }
    group
}

fn annotation<'a>(kind: AnnotationKind, label: &'a Label, source: &str) -> Annotation<'a> {
    let annotation = kind.span(within(&label.range, source));
    if label.text.is_empty() { annotation } else { annotation.label(label.text.as_str()) }
}

/// Returns `wit/a.wit:3:9` or `wit/a.wit:3:9 at v1.0.0`, with columns counted in characters from 1.
#[must_use]
pub(super) fn locate(files: &Files, file: FileId, range: &Range<usize>) -> String {
    let revision = files.revision(file).map(|revision| format!(" at {revision}"));
    let file = files.get(file);
    let before = &file.text[..floor_char_boundary(&file.text, range.start)];
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    format!("{}:{line}:{column}{}", file.path, revision.unwrap_or_default())
}
