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
}

impl<I: Iterator> Collect for I {}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn items_are_collected_as_the_standard_library_collects_them(items: Vec<(u8, u16)>) {
            prop_assert_eq!(items.iter().collect_vec(), items.iter().collect::<Vec<_>>());
            let set = items.iter().collect_set().into_iter().collect_vec();
            prop_assert_eq!(set, items.iter().collect::<BTreeSet<_>>().into_iter().collect_vec());
            let map = items.iter().copied().collect_map().into_iter().collect_vec();
            let there: BTreeMap<_, _> = items.into_iter().collect();
            prop_assert_eq!(map, there.into_iter().collect_vec());
        }
    }
}
