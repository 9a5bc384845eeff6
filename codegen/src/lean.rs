//! What the standard library has, in a form that is quick to compile.
//!
//! Whoever uses the macro compiles this library, unoptimized. There, `collect` and `sort` are compiled anew for each
//! iterator and each type of items: some 300 lines of LLVM's language for the one, and 1,500 for the other. A `BTreeMap`
//! has some 3,900 for each pair of types. What is here does the same with a fraction of that.
//! `docs/performance.md` has the figures.

mod map;
mod order;
mod set;

pub(crate) use map::Map;
pub(crate) use order::{sort, sort_by_key};
pub(crate) use set::Set;

/// Up to so many items are added to a collection one by one. More are quicker sorted with those that it has.
const FEW: usize = 64;

/// `collect`, for the collections that are used most, and what looks for an item.
///
/// `collect` and `extend` reserve room by `size_hint`, and add items by `fold`; `any` and its like go through the `try_fold` of each
/// adapter. A loop needs nothing of an iterator but `next`.
///
/// Methods that are called as those of `Iterator` take the iterator by value, and so go before them.
pub(crate) trait Collect: Iterator + Sized {
    /// The items as a list.
    fn collect_vec(mut self) -> Vec<Self::Item> {
        list(&mut self)
    }

    /// Puts the items at the end of a list.
    fn add_to(mut self, list: &mut Vec<Self::Item>) {
        fill(list, &mut self);
    }

    /// The items as a set.
    fn collect_set(self) -> Set<Self::Item>
    where
        Self::Item: Ord,
    {
        Set::of(self.collect_vec())
    }

    /// The pairs as a map. Of two values for a key, the later one counts.
    fn collect_map<K: Ord, V>(self) -> Map<K, V>
    where
        Self: Iterator<Item = (K, V)>,
    {
        Map::of(self.collect_vec())
    }

    /// Whether `holds` of one of the items.
    fn any(self, mut holds: impl FnMut(Self::Item) -> bool) -> bool {
        for item in self {
            if holds(item) {
                return true;
            }
        }
        false
    }

    /// Whether `holds` of all items.
    fn all(self, mut holds: impl FnMut(Self::Item) -> bool) -> bool {
        for item in self {
            if !holds(item) {
                return false;
            }
        }
        true
    }

    /// The first item of which `holds`.
    #[allow(clippy::manual_find)]
    fn find(self, mut holds: impl FnMut(&Self::Item) -> bool) -> Option<Self::Item> {
        for item in self {
            if holds(&item) {
                return Some(item);
            }
        }
        None
    }

    /// The first that `of` gives for an item.
    fn find_map<T>(self, mut of: impl FnMut(Self::Item) -> Option<T>) -> Option<T> {
        for item in self {
            let found = of(item);
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

impl<I: Iterator> Collect for I {}

/// What a list is made of.
trait Items<T> {
    fn item(&mut self) -> Option<T>;
}

impl<I: Iterator> Items<I::Item> for I {
    fn item(&mut self) -> Option<I::Item> {
        self.next()
    }
}

/// For each type of items, this is compiled once.
fn list<T>(items: &mut dyn Items<T>) -> Vec<T> {
    let mut list = Vec::new();
    fill(&mut list, items);
    list
}

fn fill<T>(list: &mut Vec<T>, items: &mut dyn Items<T>) {
    while let Some(item) = items.item() {
        list.push(item);
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn items_are_collected_as_the_standard_library_collects_them(items: Vec<(u8, u16)>) {
            prop_assert_eq!(items.iter().collect_vec(), items.iter().collect::<Vec<_>>());
            let mut list = items.clone();
            items.iter().copied().add_to(&mut list);
            prop_assert_eq!(list, items.repeat(2));
            let set = items.iter().collect_set().into_iter().collect_vec();
            prop_assert_eq!(set, items.iter().collect::<BTreeSet<_>>().into_iter().collect_vec());
            let map = items.iter().copied().collect_map().into_iter().collect_vec();
            let there: BTreeMap<_, _> = items.into_iter().collect();
            prop_assert_eq!(map, there.into_iter().collect_vec());
        }

        #[test]
        fn items_are_found_as_the_standard_library_finds_them(items: Vec<u8>, least: u8) {
            let items = || items.iter().copied();
            let half = |item: u8| (item >= least).then_some(item / 2);
            prop_assert_eq!(items().any(|it| it >= least), Iterator::any(&mut items(), |it| it >= least));
            prop_assert_eq!(items().all(|it| it < least), Iterator::all(&mut items(), |it| it < least));
            prop_assert_eq!(items().find(|it| *it >= least), Iterator::find(&mut items(), |it| *it >= least));
            prop_assert_eq!(items().find_map(half), Iterator::find_map(&mut items(), half));
        }
    }
}
