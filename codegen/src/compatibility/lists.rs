//! The changes between two lists of names: fields, cases, flags or parameters.

/// A change of a list, by positions in the old and in the new list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListChange {
    Removed(usize),
    Added(usize),
    Renamed(usize, usize),
    /// An element with the same name, but another type.
    Retyped(usize, usize),
    /// The elements that both lists have are in another order.
    Reordered,
}

/// Returns the changes between two lists. `same` compares the types of two elements.
pub(super) fn changes(
    old: &[&str],
    new: &[&str],
    same: impl Fn(usize, usize) -> bool,
) -> Vec<ListChange> {
    let at = |list: &[&str], name: &str| list.iter().position(|other| *other == name);
    let mut changes = Vec::new();
    let mut renamed = Vec::new();
    let mut common = Vec::new();
    for (index, name) in old.iter().enumerate() {
        let is_renamed = |index: &usize| {
            old.len() == new.len() && at(old, new[*index]).is_none() && same(*index, *index)
        };
        match at(new, name) {
            Some(other) => {
                common.push(other);
                if !same(index, other) {
                    changes.push(ListChange::Retyped(index, other));
                }
            }
            None if is_renamed(&index) => {
                renamed.push(index);
                changes.push(ListChange::Renamed(index, index));
            }
            None => changes.push(ListChange::Removed(index)),
        }
    }
    let added = new.iter().enumerate();
    let added = added.filter(|(index, name)| at(old, name).is_none() && !renamed.contains(index));
    changes.extend(added.map(|(index, _)| ListChange::Added(index)));
    if !common.is_sorted() {
        changes.push(ListChange::Reordered);
    }
    changes
}

/// Returns the new name of an item among items that are defined alike: the only one, or the only one that contains the old name.
pub(super) fn new_name<'a, T: Copy>(
    old: &str,
    candidates: impl Iterator<Item = (&'a str, T)>,
) -> Option<(&'a str, T)> {
    let candidates: Vec<_> = candidates.collect();
    match candidates[..] {
        [only] => Some(only),
        _ => {
            let mut similar = candidates.into_iter().filter(|(name, _)| name.contains(old));
            similar.next().filter(|_| similar.next().is_none())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ListChange::{Added, Removed, Renamed, Reordered, Retyped};
    use super::*;

    /// Returns the changes between lists of `name` or `name:type`.
    fn of(old: &str, new: &str) -> Vec<ListChange> {
        let [old, new] = [old, new].map(|list| list.split_whitespace().collect::<Vec<_>>());
        let part = |list: &[&str], at: usize| {
            list[at].split_once(':').map(|(_, ty)| ty.to_owned()).unwrap_or_default()
        };
        let names = |list: &[&'static str]| -> Vec<&'static str> {
            list.iter().map(|it| it.split(':').next().unwrap_or_default()).collect()
        };
        let leak = |list: &[&str]| -> Vec<&'static str> {
            list.iter().map(|it| &*it.to_string().leak()).collect()
        };
        changes(&names(&leak(&old)), &names(&leak(&new)), |a, b| part(&old, a) == part(&new, b))
    }

    #[test]
    fn a_name_at_the_position_and_with_the_type_of_another_is_a_new_name_for_it() {
        assert_eq!(of("a b", "a c"), [Renamed(1, 1)]);
        assert_eq!(of("a b:u8", "a c"), [Removed(1), Added(1)]);
        assert_eq!(of("a b", "b c"), [Removed(0), Added(1)]);
    }

    #[test]
    fn a_new_name_is_the_only_one_or_contains_the_old_one() {
        let of = |names: &[&'static str]| {
            new_name("size", names.iter().map(|name| (*name, ()))).map(|(name, ())| name)
        };
        assert_eq!(of(&["length"]), Some("length"));
        assert_eq!(of(&["length", "get-size"]), Some("get-size"));
        assert_eq!(of(&["max-size", "get-size"]), None);
        assert_eq!(of(&[]), None);
    }

    #[test]
    fn elements_are_matched_by_name() {
        assert_eq!(of("a b", "a x b"), [Added(1)]);
        assert_eq!(of("a b c", "a c"), [Removed(1)]);
        assert_eq!(of("a b", "b a"), [Reordered]);
        assert_eq!(of("a:u8 b", "b a"), [Retyped(0, 1), Reordered]);
        assert_eq!(of("a b", "a b"), []);
    }
}
