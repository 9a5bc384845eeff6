//! The names of WIT items in options: `ns:pkg/interface`, `ns:pkg/interface.item` and `ns:pkg/interface/item`.
//!
//! The version, as in `ns:pkg/interface@1.0.0.item`, is optional where it is unambiguous. `#` separates an item as well, as in
//! the filters of wit-bindgen. All options of both sides accept these names.

use std::collections::{BTreeMap, BTreeSet};

use frontend::diagnostic::{ArgumentError, ArgumentId, Diagnostic, Location};
use frontend::roots::Given;
use frontend::spelling;

/// Returns `true` if `name` names the item with the full name `full`, which has the version of its package.
pub(crate) fn matches(name: &str, full: &str) -> bool {
    let name = dotted(name);
    name == dotted(full) || name == dotted(&unversioned(full))
}

/// Returns a name with a dot between the interface and the item, as Wasmtime's `bindgen!` expects it.
pub(crate) fn dotted(name: &str) -> String {
    let interface = match name.split_once('/') {
        Some((package, _)) if package.contains(':') => package.len() + 1,
        _ => 0,
    };
    match name[interface..].find(['/', '#']) {
        Some(at) => format!("{}.{}", &name[..interface + at], &name[interface + at + 1..]),
        None => name.to_owned(),
    }
}

/// Returns a full name without the version, which ends at the separator of the item.
fn unversioned(full: &str) -> String {
    let Some((start, rest)) = full.split_once('@') else { return full.to_owned() };
    let end = rest.find(['/', '#']).unwrap_or(rest.len());
    format!("{start}{}", &rest[end..])
}

/// The items that the names in options match, by argument.
#[derive(Default)]
pub(crate) struct Matches(BTreeMap<ArgumentId, BTreeSet<String>>);

impl Matches {
    /// Adds an item that a name matches.
    pub(crate) fn add(&mut self, given: &Given<String>, full: &str) {
        self.0.entry(given.argument).or_default().insert(full.to_owned());
    }

    /// Returns `true` if a name matches an item.
    pub(crate) fn contains(&self, given: &Given<String>) -> bool {
        self.0.contains_key(&given.argument)
    }

    /// Returns the error for a name without a version that matches items of several versions of a package.
    pub(crate) fn ambiguous(&self, option: &str, given: &Given<String>) -> Option<Diagnostic> {
        let (name, argument) = (given.value.clone(), given.argument);
        let items = self.0.get(&argument).filter(|items| items.len() > 1 && name.contains('/'))?;
        let items: Vec<String> = items.iter().map(|full| dotted(full)).collect();
        let help = format!("use one of {}", spelling::list(items.iter().map(String::as_str)));
        let error = ArgumentError::NameAmbiguous { option: option.to_owned(), name };
        Some(Diagnostic::new(error, Location::Argument(argument)).with_help(help))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_optional_and_the_separator_is_free() {
        for (name, full) in [
            ("a:b/i", "a:b/i"),
            ("a:b/i", "a:b/i@1.0.0"),
            ("a:b/i@1.0.0", "a:b/i@1.0.0"),
            ("a:b/i.t", "a:b/i@1.0.0/t"),
            ("a:b/i/t", "a:b/i@1.0.0/t"),
            ("a:b/i@1.0.0.t", "a:b/i@1.0.0/t"),
            ("a:b/i@1.0.0-rc.1.t", "a:b/i@1.0.0-rc.1/t"),
            ("a:b/i.t.field", "a:b/i@1.0.0/t.field"),
            ("a:b/i.[method]r.get", "a:b/i@1.0.0#[method]r.get"),
            ("w/t", "w/t"),
            ("w.t", "w/t"),
            ("inline#f", "inline#f"),
            ("f", "f"),
        ] {
            assert!(matches(name, full), "{name} {full}");
        }
        for (name, full) in [
            ("a:b/i@2.0.0", "a:b/i@1.0.0"),
            ("a:b/i", "a:b/i@1.0.0/t"),
            ("i.t", "a:b/i@1.0.0/t"),
            ("a:b/i.u", "a:b/i@1.0.0/t"),
            ("t", "a:b/i@1.0.0/t"),
        ] {
            assert!(!matches(name, full), "{name} {full}");
        }
    }

    #[test]
    fn only_names_without_a_version_are_ambiguous() {
        let given = |value: &str| Given { value: value.to_owned(), argument: ArgumentId(1) };
        let mut found = Matches::default();
        found.add(&given("a:b/i"), "a:b/i@1.0.0");
        assert_eq!(found.ambiguous("with", &given("a:b/i")), None);
        found.add(&given("a:b/i"), "a:b/i@2.0.0");
        let error = found.ambiguous("with", &given("a:b/i")).expect("ambiguous");
        assert_eq!(error.help_sentence(), Some("use one of `a:b/i@1.0.0` and `a:b/i@2.0.0`"));
        assert_eq!(found.ambiguous("skip", &given("f")), None);
    }
}
