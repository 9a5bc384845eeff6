//! The error or warning for a name in an option that matches no item.

use frontend::diagnostic::{ArgumentError, Diagnostic, Location};
use frontend::roots::Given;
use frontend::spelling;
use std::collections::BTreeSet;

/// The number of valid names that a help lists.
const LISTED: usize = 5;

/// Returns the error for `name`, with the most similar of the `valid` names, or the first of them, as its help.
pub(crate) fn error(option: &str, name: &Given<String>, valid: &BTreeSet<String>) -> Diagnostic {
    let (option, value) = (option.to_owned(), name.value.clone());
    diagnostic(ArgumentError::NameMatchesNothing { option, name: value }, name, valid)
}

/// Returns the warning for `name` in an option that other versions of the WIT may need: `features`, `skip` or
/// `additional_derives_ignore`. It has the same help as the [`error`].
pub(crate) fn warning(option: &str, name: &Given<String>, valid: &BTreeSet<String>) -> Diagnostic {
    let (option, value) = (option.to_owned(), name.value.clone());
    diagnostic(ArgumentError::NameIgnored { option, name: value }, name, valid)
}

fn diagnostic(kind: ArgumentError, name: &Given<String>, valid: &BTreeSet<String>) -> Diagnostic {
    let names = || valid.iter().map(String::as_str);
    let first = spelling::list(names().take(LISTED));
    let help = match spelling::nearest(&name.value, names()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None if valid.is_empty() => "remove it: nothing can be named here".to_owned(),
        None if valid.len() == 1 => format!("use {first}"),
        None if valid.len() <= LISTED => format!("use one of {first}"),
        None => format!("use a name such as {first}"),
    };
    Diagnostic::new(kind, Location::Argument(name.argument)).with_help(help)
}
