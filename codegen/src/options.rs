//! The table of the options of `airssys_bindings!`, and the errors and the documentation derived from it.
//!
//! The macro's parser, `build::Config`, the guide and the macro's documentation all use this table. A new option needs a
//! row in it, a field in [`Request`], a line in the macro's parser and a method of `Config`.

mod former;
mod table;

use crate::request::{Request, Side};
pub use former::former;
use frontend::diagnostic::{ArgumentError, ArgumentId, Diagnostic, Location};
pub use table::OPTIONS;

/// An option of `airssys_bindings!`. `build::Config` has a method of the same name, see [`MACRO_ONLY`].
#[derive(Clone, Copy, Debug)]
pub struct OptionInfo {
    /// The name, as in `name: value`.
    pub name: &'static str,
    /// The side that the option applies to, or `None` if it applies to both.
    pub side: Option<Side>,
    /// The value that the option expects.
    pub value: ValueKind,
    /// The option with a value, as in a call: `path: "wit"`.
    pub example: &'static str,
    /// The documentation: one sentence without a full stop.
    pub doc: &'static str,
}

/// The kind of value that an option expects.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ValueKind {
    /// `true` or `false`. The name of the option alone stands for `true`.
    Bool,
    /// A value of another shape, in words that follow "expects".
    Other(&'static str),
}

/// The options without a method of `build::Config`: its code is in a file anyway, the next two are always in effect, and
/// the last only exists to reject `true`.
pub const MACRO_ONLY: [&str; 4] = ["debug", "generate_all", "generate_unused_types", "stringify"];

/// Returns the option of this name.
#[must_use]
pub fn find(name: &str) -> Option<&'static OptionInfo> {
    OPTIONS.iter().find(|option| option.name == name)
}

/// Returns the names of all options in alphabetical order.
#[must_use]
pub fn names() -> Vec<&'static str> {
    let mut names: Vec<_> = OPTIONS.iter().map(|option| option.name).collect();
    names.sort_unstable();
    names
}

impl OptionInfo {
    /// Returns the error for a value of the wrong kind, and its help.
    #[must_use]
    pub fn wrong_type(&self) -> (ArgumentError, String) {
        let expected = match self.value {
            ValueKind::Bool => "`true` or `false`",
            ValueKind::Other(words) => words,
        };
        let error = ArgumentError::WrongType { option: self.name.to_owned(), expected };
        (error, format!("write `{}`", self.example))
    }

    /// Removes the empty values of `path`, `worlds`, `packages` and `trapping` from a request, and returns an error for each. `list` is
    /// the argument of the whole value, which is an error if it is `[]`.
    pub fn remove_empty(&self, request: &mut Request, list: ArgumentId) -> Vec<Diagnostic> {
        let values = match self.name {
            "path" => &mut request.roots.path,
            "worlds" => &mut request.selection.worlds,
            "packages" => &mut request.selection.packages,
            "trapping" => &mut request.host.trapping,
            _ => return Vec::new(),
        };
        let empty = match values.is_empty() {
            true => vec![list],
            false => values
                .extract_if(.., |given| given.value.is_empty())
                .map(|given| given.argument)
                .collect(),
        };
        let error = || ArgumentError::EmptyValue { option: self.name.to_owned() };
        let help = format!("write `{}`, or remove it", self.example);
        let located = empty
            .into_iter()
            .map(|argument| Diagnostic::new(error(), Location::Argument(argument)));
        located.map(|diagnostic| diagnostic.with_help(help.clone())).collect()
    }

    /// Returns the error for this option in a call for `side` with the options `all`, and its help, if the option applies only to
    /// the other side.
    #[must_use]
    pub fn wrong_side<'a>(
        &self,
        side: Side,
        all: impl IntoIterator<Item = &'a Self>,
    ) -> Option<(ArgumentError, String)> {
        let applies_to = self.side.filter(|applies_to| *applies_to != side)?;
        let (word, other_word, remedy) = match applies_to {
            Side::Guest => ("guest", "hosts", "remove `side: host`"),
            Side::Host => ("host", "guests", "add `side: host`"),
        };
        let of_this_side = all.into_iter().find(|option| option.side == Some(side));
        let help = match of_this_side {
            _ if self.name == "additional_type_attributes" => {
                "add derive macros to all types with `additional_derives`; Wasmtime's `bindgen!` adds no other attributes"
                    .to_owned()
            }
            Some(option) => format!("remove it: `{}` applies to {other_word} only", option.name),
            None => format!("remove it, or {remedy}"),
        };
        Some((ArgumentError::WrongSide { option: self.name.to_owned(), side: word }, help))
    }
}

/// Returns the Markdown tables of all options, for the guide and the documentation of the macro.
#[must_use]
pub fn markdown() -> String {
    let sections = [
        (None, "For guests and hosts", ""),
        (
            Some(Side::Guest),
            "For guests",
            "The options of `wit_bindgen::generate!` 0.63, and `world_options`.\n\n",
        ),
        (
            Some(Side::Host),
            "For hosts",
            "The options of `wasmtime::component::bindgen!` 48, `trapping` and `optional_exports`.\n\n",
        ),
    ];
    let mut tables = Vec::new();
    for (side, title, introduction) in sections {
        let rows = OPTIONS.iter().filter(|option| option.side == side).map(|option| {
            format!("| `{}` | {} |\n", option.example.replace('|', "\\|"), option.doc)
        });
        let rows: String = rows.collect();
        tables.push(format!(
            "## {title}\n\n{introduction}| option | what it does |\n|---|---|\n{rows}"
        ));
    }
    tables.join("\n")
}
