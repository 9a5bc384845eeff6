//! What the standard library has, in a form that is quick to compile.
//!
//! Whoever uses the macro compiles this library, unoptimized. There, `collect` and `sort` are compiled anew for each
//! iterator and each type of items: some 300 lines of LLVM's language for the one, and 1,500 for the other. What is here
//! does the same with a fraction of that. `docs/performance.md` has the figures.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};

/// `collect`, for the collections that are used most.
///
/// `collect` reserves room by `size_hint`, adds items by `fold`, and sorts what goes into a tree before it goes there; a loop needs
/// nothing of an iterator but `next`.
pub(crate) trait Collect: Iterator + Sized {
    /// The items as a list.
    fn collect_vec(self) -> Vec<Self::Item> {
        let mut items = Vec::new();
        for item in self {
            items.push(item);
        }
        items
    }

    /// The items as a set.
    fn collect_set(self) -> BTreeSet<Self::Item>
    where
        Self::Item: Ord,
    {
        let mut items = BTreeSet::new();
        for item in self {
            items.insert(item);
        }
        items
    }

    /// The pairs as a map. Of two values for a key, the later one counts.
    fn collect_map<K: Ord, V>(self) -> BTreeMap<K, V>
    where
        Self: Iterator<Item = (K, V)>,
    {
        let mut items = BTreeMap::new();
        for (key, value) in self {
            items.insert(key, value);
        }
        items
    }
}

impl<I: Iterator> Collect for I {}

/// Sorts `items`. Equal ones stay in their order.
pub(crate) fn sort<T: Ord>(items: &mut [T]) {
    let places = places(items.len(), &|a, b| items[a].cmp(&items[b]));
    put(items, places);
}

/// Sorts `items` by a key, which is asked for once for each. Those with equal keys stay in their order.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    let keys = items.iter().map(key).collect_vec();
    let places = places(keys.len(), &|a, b| keys[a].cmp(&keys[b]));
    put(items, places);
}

/// Where each of `len` items belongs.
fn places(len: usize, compare: &dyn Fn(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order = (0..len).collect_vec();
    order.sort_by(|a, b| compare(*a, *b));
    let mut places = vec![0; len];
    for (place, item) in order.into_iter().enumerate() {
        places[item] = place;
    }
    places
}

/// Puts each item into its place.
fn put<T>(items: &mut [T], mut places: Vec<usize>) {
    for index in 0..items.len() {
        // Each swap puts one item where it belongs.
        while places[index] != index {
            let place = places[index];
            items.swap(index, place);
            places.swap(index, place);
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn items_are_sorted_as_the_standard_library_sorts_them(items: Vec<(u8, u16)>) {
            let mut here = items.clone();
            let mut there = items.clone();
            sort(&mut here);
            there.sort();
            prop_assert_eq!(here, there);
            let mut here = items.clone();
            let mut there = items;
            sort_by_key(&mut here, |(key, _)| key % 8);
            there.sort_by_key(|(key, _)| key % 8);
            prop_assert_eq!(here, there);
        }

        #[test]
        fn items_are_collected_as_the_standard_library_collects_them(items: Vec<(u8, u16)>) {
            prop_assert_eq!(items.iter().collect_vec(), items.iter().collect::<Vec<_>>());
            prop_assert_eq!(items.iter().collect_set(), items.iter().collect::<BTreeSet<_>>());
            let map: BTreeMap<_, _> = items.iter().copied().collect();
            prop_assert_eq!(items.into_iter().collect_map(), map);
        }
    }
}
