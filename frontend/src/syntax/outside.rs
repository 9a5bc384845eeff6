//! Items in the wrong place: types and functions outside of every interface, imports and exports outside of every world,
//! and items inside another item. The help moves them.

use super::cursor::{Parser, Reported};
use super::token::Span;
use super::tree::Scope;
use crate::diagnostic::{Diagnostic, Edit, Help, SyntaxError, edited};

/// The item that has to enclose a misplaced item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    Interface,
    World,
}

/// Consecutive items that are outside of every interface or world, which are one mistake.
#[derive(Clone, Debug)]
pub(super) struct Run {
    place: Place,
    /// The index of the error.
    error: usize,
    /// The span from the docs of the first item to the end of the last one.
    span: Span,
    /// The position after the last item.
    end: usize,
    /// The edits of the items themselves, such as that of `fn f()` to `f: func()`.
    edits: Vec<Edit>,
}

impl Parser<'_> {
    /// Reports an item that is outside of every interface or world, unless it follows another one.
    pub(super) fn outside(&mut self, place: Place, error: Diagnostic) {
        let (_, first) = self.item_start;
        let follows = |run: &Run| run.place == place && run.end == first;
        if !self.outside.last().is_some_and(follows) {
            let error_index = self.error_count();
            self.report(error);
            if self.error_count() == error_index {
                return;
            }
            self.push_outside(place, error_index);
        }
        self.in_run = true;
    }

    /// Starts a run at this item, whose error has an index.
    pub(super) fn push_outside(&mut self, place: Place, error: usize) {
        let (start, first) = self.item_start;
        let run = Run { place, error, span: start..start, end: first, edits: Vec::new() };
        self.outside.push(run);
        self.in_run = true;
    }

    /// Adds an edit of the item that is parsed to the fix of its run.
    pub(super) fn edit_outside(&mut self, span: Span, text: impl Into<String>) {
        let edit = Edit::new(self.file, span, text);
        if self.in_run
            && let Some(run) = self.outside.last_mut()
        {
            run.edits.push(edit);
        }
    }

    /// Ends the last run after an item of it.
    pub(super) fn end_outside(&mut self) {
        let (at, end) = (self.position(), self.end());
        if std::mem::take(&mut self.in_run)
            && let Some(run) = self.outside.last_mut()
        {
            (run.span.end, run.end) = (end, at);
        }
    }

    /// Sets the help of each run, once the interfaces and worlds of the file are known.
    pub(super) fn finish_outside(&mut self, scope: &Scope) {
        for run in std::mem::take(&mut self.outside) {
            let names = match run.place {
                Place::Interface => scope.interfaces.iter().map(|it| &it.name).collect::<Vec<_>>(),
                Place::World => scope.worlds.iter().map(|it| &it.name).collect(),
            };
            let (word, new) = match run.place {
                Place::Interface => ("interface", "types"),
                Place::World => ("world", "my-world"),
            };
            let all = scope.interfaces.iter().map(|it| &it.name);
            let taken = all.chain(scope.worlds.iter().map(|it| &it.name)).any(|it| it.text == new);
            let new = if taken { format!("{new}-2") } else { new.to_owned() };
            let text = self.edited_outside(&run);
            let (start, end) = (run.span.start, run.span.end);
            let mut edits = vec![Edit::new(self.file, start..start, format!("{word} {new} {{\n"))];
            edits.extend(run.edits.iter().cloned());
            edits.push(Edit::new(self.file, end..end, "\n}"));
            let mut help = Help::edits(format!("wrap it in `{word} {new} {{ … }}`"), edits);
            if let [only] = &names[..]
                && let Some(brace) = self.source[only.span.end..].find('{')
            {
                let inside = only.span.end + brace + 1;
                let sentence = format!("move it into `{word} {}`", only.text);
                let edits = vec![
                    Edit::new(self.file, inside..inside, format!("\n    {text}")),
                    Edit::new(self.file, self.with_line_end(&run.span), ""),
                ];
                let first = Help::edits(sentence, edits).candidates;
                help.candidates.splice(0..0, first);
            }
            // `import java.util.List;`
            if run.place == Place::World && text.contains(['.', '"', '\'']) {
                let remove = vec![Edit::new(self.file, self.with_line_end(&run.span), "")];
                help.candidates.extend(Help::edits("remove the line", remove).candidates);
            }
            let Some(error) = self.errors_since(run.error).first() else { continue };
            let sentence = error.help.as_ref().map(|help| help.sentence.clone());
            self.replace_help(run.error, help.otherwise(sentence.unwrap_or_default()));
        }
    }

    /// Returns the source of a run with the edits of its items.
    fn edited_outside(&self, run: &Run) -> String {
        let text = self.slice(&run.span);
        let start = run.span.start;
        let inside = |edit: &Edit| Edit {
            range: edit.range.start.saturating_sub(start)..edit.range.end.saturating_sub(start),
            ..edit.clone()
        };
        let edits: Vec<Edit> = run.edits.iter().map(inside).collect();
        let edits: Vec<&Edit> = edits.iter().collect();
        edited(text, &edits).unwrap_or_else(|| text.to_owned())
    }

    /// Returns a span with the end of its last line, if nothing else is on its lines.
    pub(super) fn with_line_end(&self, span: &Span) -> Span {
        let before = self.source[..span.start].trim_end_matches([' ', '\t']);
        let after = self.source[span.end..].trim_start_matches([' ', '\t', '\r']);
        match after.strip_prefix('\n') {
            Some(rest) if before.is_empty() || before.ends_with('\n') => {
                before.len()..self.source.len() - rest.len()
            }
            _ => span.clone(),
        }
    }

    /// Sets the help of the error of an item inside another item: to move it to the end of the file.
    pub(super) fn help_to_move_out(&mut self, error: usize, sentence: String, start: usize) {
        let span = start..self.end();
        let line = self.source[..start].rfind('\n').map_or(0, |at| at + 1);
        let indentation = &self.source[line..start];
        let text = self.slice(&span).replace(&format!("\n{indentation}"), "\n");
        let end = self.source.trim_end().len();
        let edits = vec![
            Edit::new(self.file, self.with_line_end(&span), ""),
            Edit::new(self.file, end..end, format!("\n\n{text}")),
        ];
        self.replace_help(error, Help::edits(sentence, edits));
    }

    /// Reports and removes a word and what belongs to it, such as `mod other;` and `option a = "b";`.
    pub(super) fn foreign_directive(&mut self, label: &str, sentence: &str) -> Reported {
        let (from, start) = (self.position(), self.span());
        let kind = SyntaxError::ForeignKeyword { found: self.slice(&start).to_owned() };
        let end = self.end_of_statement(from);
        let span = start.start..self.token(end - 1).span.end;
        let edit = Edit::new(self.file, self.with_line_end(&span), "");
        let reported = self.error(kind, start, label, Help::edits(sentence, vec![edit]));
        self.skip_statement();
        reported
    }
}
