//! A set: what `BTreeSet` does, by a sorted list.

use std::borrow::Borrow;
use std::cmp::Ordering;

use super::order::{Items, search, settle};
use super::{Collect as _, FEW};

/// Items, each of them once, in their order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Set<T>(Vec<T>);

impl<T> Set<T> {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, T> {
        self.0.iter()
    }

    /// The items as a list.
    pub(crate) fn into_vec(self) -> Vec<T> {
        self.0
    }
}

impl<T: Ord> Set<T> {
    pub(super) fn of(items: Vec<T>) -> Self {
        let len = items.len();
        let mut set = Self(items);
        settle(&mut set, len);
        set
    }

    pub(crate) fn contains<Q: Ord + ?Sized>(&self, item: &Q) -> bool
    where
        T: Borrow<Q>,
    {
        self.find(item).is_ok()
    }

    /// Adds an item. Gives whether it was not there.
    pub(crate) fn insert(&mut self, item: T) -> bool {
        let place = self.find(&item);
        if let Err(at) = place {
            self.0.insert(at, item);
        }
        place.is_err()
    }

    pub(crate) fn extend(&mut self, items: impl IntoIterator<Item = T>) {
        self.add(items.into_iter().collect_vec());
    }

    fn add(&mut self, mut items: Vec<T>) {
        if items.len() > FEW {
            self.0.append(&mut items);
            *self = Self::of(std::mem::take(&mut self.0));
        }
        while let Some(item) = items.pop() {
            self.insert(item);
        }
    }

    fn find<Q: Ord + ?Sized>(&self, item: &Q) -> Result<usize, usize>
    where
        T: Borrow<Q>,
    {
        let items = self.0.as_slice();
        search(items.len(), &|at| items[at].borrow().cmp(item))
    }
}

impl<T: Ord> Items for Set<T> {
    fn compare(&self, a: usize, b: usize) -> Ordering {
        self.0[a].cmp(&self.0[b])
    }

    fn swap(&mut self, a: usize, b: usize) {
        self.0.swap(a, b);
    }

    fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }
}

impl<T> Default for Set<T> {
    fn default() -> Self {
        Self::new()
    }
}

impl<T> IntoIterator for Set<T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl<'a, T> IntoIterator for &'a Set<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_set_is_what_the_standard_library_has(items: Vec<u8>, few in 0..20_usize, wanted: u8) {
            let (mut here, mut there) = (Set::new(), BTreeSet::new());
            for item in &items {
                prop_assert_eq!(here.insert(*item), there.insert(*item));
            }
            prop_assert_eq!(here.contains(&wanted), there.contains(&wanted));
            let more = items.iter().map(|item| item.wrapping_mul(3)).collect_vec();
            for more in [&more[..few.min(more.len())], &more] {
                here.extend(more.iter().copied());
                there.extend(more.iter().copied());
                prop_assert!(here.iter().eq(&there));
            }
            prop_assert_eq!(here.is_empty(), there.is_empty());
            prop_assert_eq!(here.into_vec(), there.into_iter().collect_vec());
        }
    }
}
