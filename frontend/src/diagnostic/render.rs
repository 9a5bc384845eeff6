//! Renders a [`Diagnostic`] as text. The only file that names `annotate_snippets`.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Shown, Origin, Patch, Renderer, Snippet};

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
        lines.map(shortened).collect::<Vec<_>>().join("\n")
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
        for (id, labels) in self.labels_by_file() {
            let file = files.get(id);
            let path = match files.revision(id) {
                Some(revision) => Cow::Owned(at_revision(&file.path, revision)),
                None => Cow::Borrowed(file.path.as_str()),
            };
            let ranges = labels.iter().map(|(_, label)| &label.range);
            let Some(excerpt) = Excerpt::of(&file.text, ranges) else {
                for (_, label) in labels {
                    let (line, column) = position(&file.text, &label.range);
                    let origin = Origin::path(path.clone()).line(line).char_column(column);
                    group = group.element(origin);
                    if !label.text.is_empty() {
                        group = group.element(Shown::NOTE.message(label.text.as_str()));
                    }
                }
                continue;
            };
            let annotations = labels.iter().map(|(kind, label)| {
                let annotation = kind.span(excerpt.range(&label.range));
                match label.text.as_str() {
                    "" => annotation,
                    text => annotation.label(text),
                }
            });
            group = group.element(excerpt.snippet(path).annotations(annotations));
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

    /// Returns the labels in each file, the file of the primary label first.
    fn labels_by_file(&self) -> Vec<(FileId, Vec<(AnnotationKind, &Label)>)> {
        let primary = match &self.location {
            Location::Source(label) => Some((AnnotationKind::Primary, label)),
            Location::Path(_) | Location::Argument(_) | Location::Call => None,
        };
        let labels = self.labels.iter().map(|label| (AnnotationKind::Context, label));
        let mut files: Vec<(FileId, Vec<_>)> = Vec::new();
        for (kind, label) in primary.into_iter().chain(labels) {
            match files.iter_mut().find(|(file, _)| *file == label.file) {
                Some((_, labels)) => labels.push((kind, label)),
                None => files.push((label.file, vec![(kind, label)])),
            }
        }
        files
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

/// The largest number of bytes of a line of source that is shown.
const MAX_LINE: usize = 1_000;

/// The largest number of bytes of a line of a message, which may have names of any length.
const MAX_RENDERED_LINE: usize = 4_000;

/// Replaces what is too much of a line by `…`.
fn shortened(line: Cow<'_, str>) -> Cow<'_, str> {
    if line.len() <= MAX_RENDERED_LINE {
        return line;
    }
    let (start, end) = (MAX_RENDERED_LINE / 2, line.len() - MAX_RENDERED_LINE / 2);
    let [start, end] = [start, end].map(|at| floor_char_boundary(&line, at));
    Cow::Owned(format!("{}…{}", &line[..start], &line[end..]))
}

/// The lines of a source that are shown: the renderer reads all that it gets.
struct Excerpt<'a> {
    text: &'a str,
    /// The offset of `text` in the source.
    start: usize,
    /// The number of the first line, from 1.
    line: usize,
}

impl<'a> Excerpt<'a> {
    /// Returns the lines of ranges, or `None` if the first or the last line of a range is too long to be shown.
    fn of<'r>(source: &'a str, ranges: impl Iterator<Item = &'r Range<usize>>) -> Option<Self> {
        let (mut first, mut last) = (source.len(), 0);
        for range in ranges {
            let range = within(range, source);
            let (start, end) = (line(source, range.start), line(source, range.end));
            if start.len().max(end.len()) > MAX_LINE {
                return None;
            }
            (first, last) = (first.min(start.start), last.max(end.end));
        }
        let line = source[..first].matches('\n').count() + 1;
        Some(Self { text: source.get(first..last)?, start: first, line })
    }

    /// Returns a range of the source in the excerpt.
    fn range(&self, range: &Range<usize>) -> Range<usize> {
        let range = range.start.saturating_sub(self.start)..range.end.saturating_sub(self.start);
        within(&range, self.text)
    }

    fn snippet<T: Clone>(&self, path: impl Into<Cow<'a, str>>) -> Snippet<'a, T> {
        Snippet::source(self.text).path(path.into()).line_start(self.line)
    }
}

/// Returns the range of the line with an offset, with its end.
fn line(source: &str, at: usize) -> Range<usize> {
    let start = source[..at].rfind('\n').map_or(0, |end| end + 1);
    let end = source[at..].find('\n').map_or(source.len(), |end| at + end + 1);
    start..end
}

/// Returns a suggestion with the lines that it changes.
fn patches<'a>(suggestion: &'a Suggestion, files: &'a Files) -> Group<'a> {
    let mut group = Group::with_title(Shown::HELP.secondary_title(suggestion.sentence.as_str()));
    let edited: BTreeSet<FileId> = suggestion.edits.iter().map(|edit| edit.file).collect();
    for id in edited {
        let file = files.get(id);
        let edits = suggestion.edits.iter().filter(|edit| edit.file == id);
        let Some(excerpt) = Excerpt::of(&file.text, edits.clone().map(|edit| &edit.range)) else {
            continue;
        };
        let patches =
            edits.map(|edit| Patch::new(excerpt.range(&edit.range), edit.replacement.as_str()));
        group = group.element(excerpt.snippet(file.path.as_str()).patches(patches));
    }
    group
}

/// Returns a line and a column, in characters, both from 1.
fn position(source: &str, range: &Range<usize>) -> (usize, usize) {
    let before = &source[..floor_char_boundary(source, range.start)];
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    (before.matches('\n').count() + 1, column)
}

/// Returns `wit/a.wit:3:9` or `wit/a.wit:3:9 at v1.0.0`, with columns counted in characters from 1.
#[must_use]
pub(super) fn locate(files: &Files, file: FileId, range: &Range<usize>) -> String {
    let revision = files.revision(file).map(|revision| format!(" at {revision}"));
    let file = files.get(file);
    let (line, column) = position(&file.text, range);
    format!("{}:{line}:{column}{}", file.path, revision.unwrap_or_default())
}
