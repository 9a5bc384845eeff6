//! The fault of a name in an option that nothing has.

use frontend::diagnostic::{ArgumentError, Diagnostic, Location};
use frontend::roots::Given;
use frontend::spelling;
use std::collections::BTreeSet;

/// The fault, with the nearest of the names that are there, or what there is.
pub(crate) fn fault(option: &str, given: &Given<String>, there: &BTreeSet<String>) -> Diagnostic {
    let name = given.value.clone();
    let help = match spelling::nearest(&name, there.iter().map(String::as_str)) {
        Some(near) => format!("did you mean `{near}`?"),
        None => match there.len() {
            0 => "there is nothing that it could name; delete it".to_owned(),
            1..=5 => format!("there is {}", spelling::list(there.iter().map(String::as_str))),
            _ => format!(
                "there is {} and more",
                spelling::list(there.iter().take(5).map(String::as_str))
            ),
        },
    };
    let fault = ArgumentError::NameMatchesNothing { option: option.to_owned(), name };
    Diagnostic::new(fault, Location::Argument(given.argument)).with_help(help)
}
