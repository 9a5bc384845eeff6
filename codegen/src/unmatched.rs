//! The error for a name in an option that matches no item.

use frontend::diagnostic::{ArgumentError, Diagnostic, Location};
use frontend::roots::Given;
use frontend::spelling;
use std::collections::BTreeSet;

/// The number of valid names that a help lists.
const LISTED: usize = 5;

/// Returns the error for `name`, with the most similar of the `valid` names, or the first of them, as its help.
pub(crate) fn error(option: &str, name: &Given<String>, valid: &BTreeSet<String>) -> Diagnostic {
    let names = || valid.iter().map(String::as_str);
    let first = spelling::list(names().take(LISTED));
    let help = match spelling::nearest(&name.value, names()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None if valid.is_empty() => "remove it: nothing can be named here".to_owned(),
        None if valid.len() == 1 => format!("use {first}"),
        None if valid.len() <= LISTED => format!("use one of {first}"),
        None => format!("use a name such as {first}"),
    };
    let option = option.to_owned();
    let error = ArgumentError::NameMatchesNothing { option, name: name.value.clone() };
    Diagnostic::new(error, Location::Argument(name.argument)).with_help(help)
}
