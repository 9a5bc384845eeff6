//! Sorts lists, and searches in sorted ones: by the places of items, so that little of it is compiled for each type of them.

use std::cmp::Ordering;

use super::Collect as _;

/// Sorts `items`. Equal ones stay in their order.
pub(crate) fn sort<T: Ord>(items: &mut [T]) {
    let places = places(items.len(), &|a, b| items[a].cmp(&items[b]));
    put(places, &mut |a, b| items.swap(a, b));
}

/// Sorts `items` by a key, which is asked for once for each. Those with equal keys stay in their order.
pub(crate) fn sort_by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    let keys = items.iter().map(key).collect_vec();
    let places = places(keys.len(), &|a, b| keys[a].cmp(&keys[b]));
    put(places, &mut |a, b| items.swap(a, b));
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
fn put(mut places: Vec<usize>, swap: &mut dyn FnMut(usize, usize)) {
    for index in 0..places.len() {
        // Each swap puts one item where it belongs.
        while places[index] != index {
            let place = places[index];
            swap(index, place);
            places.swap(index, place);
        }
    }
}

/// The items of a collection that is sorted, and has none twice.
pub(super) trait Items {
    fn compare(&self, a: usize, b: usize) -> Ordering;
    fn swap(&mut self, a: usize, b: usize);
    fn truncate(&mut self, len: usize);
}

/// Sorts `len` items, which are all that there are, and drops those that are there twice: of equal ones, the last stays.
pub(super) fn settle(items: &mut dyn Items, len: usize) {
    let places = places(len, &|a, b| items.compare(a, b));
    put(places, &mut |a, b| items.swap(a, b));
    let mut kept = 0;
    for index in 0..len {
        if kept == 0 || items.compare(kept - 1, index).is_ne() {
            kept += 1;
        }
        items.swap(kept - 1, index);
    }
    items.truncate(kept);
}

/// Where in `len` sorted items one is, or else where it belongs. `compare` says how the one at a place stands to it.
pub(super) fn search(len: usize, compare: &dyn Fn(usize) -> Ordering) -> Result<usize, usize> {
    let (mut low, mut high) = (0, len);
    // What comes in order belongs at the end.
    let mut at = len.saturating_sub(1);
    while low < high {
        match compare(at) {
            Ordering::Equal => return Ok(at),
            Ordering::Less => low = at + 1,
            Ordering::Greater => high = at,
        }
        at = low.midpoint(high);
    }
    Err(low)
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
        fn items_are_found_as_the_standard_library_finds_them(mut items: Vec<u8>, wanted: u8) {
            items.sort_unstable();
            items.dedup();
            let found = search(items.len(), &|at| items[at].cmp(&wanted));
            prop_assert_eq!(found, items.binary_search(&wanted));
        }
    }
}
