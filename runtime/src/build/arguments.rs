//! Maps argument numbers to the method calls that set the options, in the source of the build script.

use std::env;
use std::fs;
use std::ops::Range;
use std::panic;
use std::path::Path;

use airssys_bindings_codegen::diagnostic::{ArgumentId, Diagnostic, Label, Location};
use airssys_bindings_codegen::files::{FileId, Files, SourceFile, with_slashes};
use airssys_bindings_codegen::roots::Given;

/// The method calls that set the options, by argument number.
#[derive(Clone, Debug)]
pub(super) struct Arguments {
    /// The call that created the configuration.
    start: &'static panic::Location<'static>,
    /// The location of each call, and the content of its string literal.
    calls: Vec<(&'static panic::Location<'static>, String)>,
}

impl Arguments {
    pub(super) fn new(start: &'static panic::Location<'static>) -> Self {
        Self { start, calls: Vec::new() }
    }

    /// Returns a value with the location of the method call. `literal` is the content of its string literal.
    #[track_caller]
    pub(super) fn given<T>(&mut self, value: T, literal: &str) -> Given<T> {
        let id = u32::try_from(self.calls.len()).unwrap_or(u32::MAX);
        self.calls.push((panic::Location::caller(), literal.to_owned()));
        Given { value, argument: ArgumentId(id) }
    }

    /// Returns the diagnostic with a location in the source in place of an argument number.
    pub(super) fn locate(
        &self,
        mut diagnostic: Diagnostic,
        manifest_dir: &Path,
        files: &mut Files,
    ) -> Diagnostic {
        let (call, literal) = match &diagnostic.location {
            Location::Argument(id) => match self.calls.get(id.0 as usize) {
                Some((call, literal)) => (*call, literal.as_str()),
                None => (self.start, ""),
            },
            Location::Call => (self.start, ""),
            Location::Source(_) | Location::Path(_) => return diagnostic,
        };
        diagnostic.location = location(call, literal, manifest_dir, files);
        diagnostic
    }
}

/// Returns the location of a call in the source, or only its line and column if the source cannot be read.
fn location(
    call: &panic::Location<'_>,
    literal: &str,
    manifest_dir: &Path,
    files: &mut Files,
) -> Location {
    let found = source_file(call.file(), manifest_dir, files).and_then(|file| {
        let source = &files.get(file).text;
        let start = offset(source, call.line(), call.column())?;
        Some((file, span(source, start, literal)))
    });
    match found {
        Some((file, range)) => Location::Source(Label::new(file, range, "")),
        None => Location::Path(format!("{}:{}:{}", call.file(), call.line(), call.column())),
    }
}

/// Reads a source file. Its path is relative to the package or the workspace of the configuration, or of this program.
fn source_file(path: &str, manifest_dir: &Path, files: &mut Files) -> Option<FileId> {
    let working = env::current_dir().unwrap_or_default();
    let mut candidates = [manifest_dir, &working]
        .into_iter()
        .flat_map(|base| base.ancestors().map(move |folder| (base, folder.join(path))));
    let (base, absolute) = candidates.find(|(_, path)| path.is_file())?;
    if let Some((id, _)) = files.iter().find(|(_, file)| file.absolute == absolute) {
        return Some(id);
    }
    let text = fs::read_to_string(&absolute).ok()?;
    let shown = absolute.strip_prefix(base).unwrap_or(Path::new(path));
    let path = with_slashes(shown);
    Some(files.add(SourceFile { path, absolute, text, byte_order_mark: false, executable: false }))
}

/// Returns the byte offset of a line and column, which count from 1.
fn offset(source: &str, line: u32, column: u32) -> Option<usize> {
    let before = source.split_inclusive('\n').take(line.checked_sub(1)? as usize);
    let start: usize = before.map(str::len).sum();
    let (column, _) = source.get(start..)?.char_indices().nth(column.checked_sub(1)? as usize)?;
    Some(start + column)
}

/// Returns the span to underline in the call that starts at a byte: the string literal, or else the name of the method.
fn span(source: &str, start: usize, literal: &str) -> Range<usize> {
    let call = &source[start..start + call_length(&source[start..])];
    let literal = format!("\"{literal}\"");
    match call.find(&literal) {
        Some(at) => start + at..start + at + literal.len(),
        None => start..start + call.find(|c| !is_part_of_name(c)).unwrap_or(call.len()),
    }
}

fn is_part_of_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == ':'
}

/// Returns the length of the call at the start of `source`, up to its closing parenthesis.
fn call_length(source: &str) -> usize {
    let (mut depth, mut in_string, mut escaped) = (0_usize, false, false);
    for (at, c) in source.char_indices() {
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
    source.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn underlined<'a>(source: &'a str, literal: &str) -> &'a str {
        &source[span(source, 0, literal)]
    }

    #[test]
    fn the_literal_in_the_call_is_underlined() {
        assert_eq!(underlined(r#"worlds(["a", "b)"]).world("b")"#, "b)"), "\"b)\"");
    }

    #[test]
    fn the_method_is_underlined_for_a_value_outside_of_the_call() {
        assert_eq!(underlined(r#"world(name()).worlds(["b"])"#, "b"), "world");
        assert_eq!(underlined("Config::new()", ""), "Config::new");
    }

    #[test]
    fn lines_and_columns_count_from_one_in_characters() {
        assert_eq!(offset("é\naé.b\n", 2, 4), Some(7));
        assert_eq!(offset("a", 3, 1), None);
    }
}
