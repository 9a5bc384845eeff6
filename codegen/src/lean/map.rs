//! A map: what `BTreeMap` does, by a sorted list.

use std::borrow::Borrow;
use std::cmp::Ordering;
use std::ops::Index;

use super::order::{Items, search, settle};
use super::{Collect as _, FEW};

/// Keys with a value each, in the order of the keys.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Map<K, V>(Vec<(K, V)>);

impl<K, V> Map<K, V> {
    pub(crate) const fn new() -> Self {
        Self(Vec::new())
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn clear(&mut self) {
        self.0.clear();
    }

    pub(crate) fn iter(&self) -> std::slice::Iter<'_, (K, V)> {
        self.0.iter()
    }

    pub(crate) fn keys(&self) -> impl Iterator<Item = &K> {
        self.0.iter().map(|(key, _)| key)
    }

    pub(crate) fn values(&self) -> impl Iterator<Item = &V> {
        self.0.iter().map(|(_, value)| value)
    }

    pub(crate) fn into_values(self) -> impl Iterator<Item = V> {
        self.0.into_iter().map(|(_, value)| value)
    }

    /// The pairs as a list.
    pub(crate) fn into_vec(self) -> Vec<(K, V)> {
        self.0
    }

    /// Drops the pairs of which `keep` does not hold.
    pub(crate) fn retain(&mut self, keep: impl Fn(&K, &V) -> bool) {
        self.0.retain(|(key, value)| keep(key, value));
    }
}

impl<K: Ord, V> Map<K, V> {
    pub(super) fn of(pairs: Vec<(K, V)>) -> Self {
        let len = pairs.len();
        let mut map = Self(pairs);
        settle(&mut map, len);
        map
    }

    pub(crate) fn contains_key<Q: Ord + ?Sized>(&self, key: &Q) -> bool
    where
        K: Borrow<Q>,
    {
        self.find(key).is_ok()
    }

    pub(crate) fn get<Q: Ord + ?Sized>(&self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
    {
        match self.find(key) {
            Ok(at) => Some(&self.0[at].1),
            Err(_) => None,
        }
    }

    pub(crate) fn get_mut<Q: Ord + ?Sized>(&mut self, key: &Q) -> Option<&mut V>
    where
        K: Borrow<Q>,
    {
        match self.find(key) {
            Ok(at) => Some(&mut self.0[at].1),
            Err(_) => None,
        }
    }

    /// Gives a key a value, in place of the one that it has.
    pub(crate) fn insert(&mut self, key: K, value: V) {
        match self.find(&key) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (key, value)),
        }
    }

    /// The value of a key, which is made if there is none.
    pub(crate) fn get_or_insert(&mut self, key: K, make: &mut dyn FnMut() -> V) -> &mut V {
        let at = match self.find(&key) {
            Ok(at) => at,
            Err(at) => {
                self.0.insert(at, (key, make()));
                at
            }
        };
        &mut self.0[at].1
    }

    /// The value of a key, which is an empty one if there is none.
    pub(crate) fn get_or_default(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        self.get_or_insert(key, &mut V::default)
    }

    pub(crate) fn extend(&mut self, pairs: impl IntoIterator<Item = (K, V)>) {
        self.add(pairs.into_iter().collect_vec());
    }

    fn add(&mut self, mut pairs: Vec<(K, V)>) {
        if pairs.len() > FEW {
            self.0.append(&mut pairs);
            *self = Self::of(std::mem::take(&mut self.0));
        }
        for (key, value) in pairs {
            self.insert(key, value);
        }
    }

    fn find<Q: Ord + ?Sized>(&self, key: &Q) -> Result<usize, usize>
    where
        K: Borrow<Q>,
    {
        let pairs = self.0.as_slice();
        search(pairs.len(), &|at| pairs[at].0.borrow().cmp(key))
    }
}

impl<K: Ord, V> Items for Map<K, V> {
    fn compare(&self, a: usize, b: usize) -> Ordering {
        self.0[a].0.cmp(&self.0[b].0)
    }

    fn swap(&mut self, a: usize, b: usize) {
        self.0.swap(a, b);
    }

    fn truncate(&mut self, len: usize) {
        self.0.truncate(len);
    }
}

impl<K: Ord + Borrow<Q>, V, Q: Ord + ?Sized> Index<&Q> for Map<K, V> {
    type Output = V;

    fn index(&self, key: &Q) -> &V {
        self.get(key).expect("the map has the key")
    }
}

impl<K, V> Default for Map<K, V> {
    fn default() -> Self {
        Self::new()
    }
}

impl<K, V> IntoIterator for Map<K, V> {
    type Item = (K, V);
    type IntoIter = std::vec::IntoIter<(K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn a_map_is_what_the_standard_library_has(
            pairs: Vec<(u8, u16)>,
            few in 0..20_usize,
            wanted: u8,
        ) {
            let (mut here, mut there) = (Map::new(), BTreeMap::new());
            for (key, value) in &pairs {
                here.insert(*key, *value);
                there.insert(*key, *value);
            }
            let more = pairs.iter().map(|(key, value)| (key.wrapping_mul(3), !value)).collect_vec();
            for more in [&more[..few.min(more.len())], &more] {
                here.extend(more.iter().copied());
                there.extend(more.iter().copied());
                prop_assert!(here.iter().map(|(key, value)| (key, value)).eq(&there));
            }
            here.retain(|key, value| key % 3 != 0 || value % 2 == 0);
            there.retain(|key, value| key % 3 != 0 || *value % 2 == 0);
            prop_assert_eq!((here.len(), here.is_empty()), (there.len(), there.is_empty()));
            prop_assert_eq!(here.get(&wanted), there.get(&wanted));
            prop_assert_eq!(here.contains_key(&wanted), there.contains_key(&wanted));
            *here.get_or_default(wanted) += 1;
            *there.entry(wanted).or_default() += 1;
            let other = wanted.wrapping_add(1);
            let made = *there.entry(other).or_insert(7);
            prop_assert_eq!(*here.get_or_insert(other, &mut || 7), made);
            prop_assert_eq!((here[&other], here[&wanted]), (there[&other], there[&wanted]));
            prop_assert_eq!(here.into_iter().collect_vec(), there.into_iter().collect_vec());
        }
    }
}
