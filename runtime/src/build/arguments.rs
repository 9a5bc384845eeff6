//! From the number of an argument to its place in the source that gave it, as a diagnostic shows it.

use std::env;
use std::fs;
use std::ops::Range;
use std::panic;
use std::path::Path;

use airssys_bindings_codegen::diagnostic::{ArgumentId, Diagnostic, Label, Location};
use airssys_bindings_codegen::files::{FileId, Files, SourceFile};
use airssys_bindings_codegen::roots::Given;

/// Where each argument was given, by its number.
#[derive(Clone, Debug)]
pub(super) struct Arguments {
    /// Where the configuration was begun.
    start: &'static panic::Location<'static>,
    given: Vec<(&'static panic::Location<'static>, String)>,
}

impl Arguments {
    pub(super) fn new(start: &'static panic::Location<'static>) -> Self {
        Self { start, given: Vec::new() }
    }

    /// A value with the place of the call that gave it. `text` is how the value is written there.
    #[track_caller]
    pub(super) fn given<T>(&mut self, value: T, text: &str) -> Given<T> {
        let id = u32::try_from(self.given.len()).unwrap_or(u32::MAX);
        self.given.push((panic::Location::caller(), text.to_owned()));
        Given { value, argument: ArgumentId(id) }
    }

    /// The diagnostic with a place in the source instead of a number.
    pub(super) fn placed(
        &self,
        mut diagnostic: Diagnostic,
        manifest_dir: &Path,
        files: &mut Files,
    ) -> Diagnostic {
        let (at, text) = match &diagnostic.location {
            Location::Argument(id) => match self.given.get(id.0 as usize) {
                Some((at, text)) => (*at, text.as_str()),
                None => (self.start, ""),
            },
            Location::Call => (self.start, ""),
            Location::Source(_) | Location::Path(_) => return diagnostic,
        };
        diagnostic.location = place(at, text, manifest_dir, files);
        diagnostic
    }
}

/// The place in the source, or its name if the source is not there any more.
fn place(at: &panic::Location<'_>, text: &str, manifest_dir: &Path, files: &mut Files) -> Location {
    let found = source(at.file(), manifest_dir, files).and_then(|file| {
        let source = &files.get(file).text;
        Some((file, mark(source, offset(source, at.line(), at.column())?, text)))
    });
    match found {
        Some((file, range)) => Location::Source(Label::new(file, range, "")),
        None => Location::Path(format!("{}:{}:{}", at.file(), at.line(), at.column())),
    }
}

/// Reads a source, whose path is relative to the package or to the workspace that it is in: this one, or that of
/// the program that runs.
fn source(path: &str, manifest_dir: &Path, files: &mut Files) -> Option<FileId> {
    let working = env::current_dir().unwrap_or_default();
    let mut bases = [manifest_dir, &working]
        .into_iter()
        .flat_map(|base| base.ancestors().map(move |folder| (base, folder.join(path))));
    let (base, absolute) = bases.find(|(_, path)| path.is_file())?;
    if let Some((id, _)) = files.iter().find(|(_, file)| file.absolute == absolute) {
        return Some(id);
    }
    let text = fs::read_to_string(&absolute).ok()?;
    let shown = absolute.strip_prefix(base).unwrap_or(Path::new(path));
    let path = shown.to_string_lossy().replace('\\', "/");
    Some(files.add(SourceFile { path, absolute, text, marked: false, executable: false }))
}

/// The byte at a line and column, both from 1.
fn offset(source: &str, line: u32, column: u32) -> Option<usize> {
    let before = source.split_inclusive('\n').take(line.checked_sub(1)? as usize);
    let start: usize = before.map(str::len).sum();
    let (column, _) = source.get(start..)?.char_indices().nth(column.checked_sub(1)? as usize)?;
    Some(start + column)
}

/// What to underline of a call that starts at a byte: the text, if it stands in it as a string, or the name.
fn mark(source: &str, start: usize, text: &str) -> Range<usize> {
    let call = &source[start..start + length_of_call(&source[start..])];
    let literal = format!("\"{text}\"");
    match call.find(&literal) {
        Some(at) => start + at..start + at + literal.len(),
        None => start..start + call.find(|c| !is_part_of_name(c)).unwrap_or(call.len()),
    }
}

fn is_part_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == ':'
}

/// How long the call is at whose name a text starts: up to the parenthesis that closes it.
fn length_of_call(text: &str) -> usize {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (at, c) in text.char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' if in_string => escaped = true,
            '"' => in_string = !in_string,
            _ if in_string => {}
            '(' => depth += 1,
            ')' if depth <= 1 => return at + 1,
            ')' => depth -= 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marked<'a>(source: &'a str, text: &str) -> &'a str {
        &source[mark(source, 0, text)]
    }

    #[test]
    fn the_value_is_marked_where_it_stands_in_the_call() {
        assert_eq!(marked(r#"worlds(["a", "b)"]).world("b")"#, "b)"), "\"b)\"");
    }

    #[test]
    fn the_name_is_marked_of_a_value_that_stands_elsewhere() {
        assert_eq!(marked(r#"world(name()).worlds(["b"])"#, "b"), "world");
        assert_eq!(marked("Config::new()", ""), "Config::new");
    }

    #[test]
    fn a_line_and_column_are_a_byte() {
        assert_eq!(offset("é\naé.b\n", 2, 4), Some(7));
        assert_eq!(offset("a", 3, 1), None);
    }
}
