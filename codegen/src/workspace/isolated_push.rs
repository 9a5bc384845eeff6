//! Pushes a package into a large `Resolve` by way of a small one.
//!
//! In a debug build, which macros are in most builds, wit-parser checks the whole `Resolve` twice for each package
//! that is pushed: with a thousand packages, that takes most of the time. So a package is pushed into a `Resolve` that
//! holds only its dependencies, and the result is copied.

use std::collections::BTreeSet;

use crate::wit_parser::{InterfaceId, LiveTypes, Package, PackageId, Resolve, UnresolvedPackage};

use crate::copy::{Copier, owner};

/// The number of packages up to which pushing into the large `Resolve` is faster.
pub(super) const MIN_PACKAGES: usize = 32;

/// Pushes a package as [`Resolve::push`] does.
///
/// Returns `None`, and leaves `resolve` as it is, for a package with worlds, which needs all transitive dependencies,
/// and for an invalid package, whose error mentions other items of the large `Resolve`.
pub(super) fn push(
    resolve: &mut Resolve,
    package: &UnresolvedPackage,
    offset: u32,
) -> Option<PackageId> {
    if package.worlds.iter().next().is_some() {
        return None;
    }
    let used = used(resolve, package)?;
    let mut copy = Copier::new(resolve, Resolve::default());
    copy.into.features = resolve.features.clone();
    copy.into.all_features = resolve.all_features;
    let mut live = LiveTypes::default();
    for id in used.iter().flat_map(|id| resolve.interfaces[*id].types.values()) {
        live.add_type_id(resolve, *id);
    }
    let mut owners = used;
    owners.extend(live.iter().filter_map(|id| owner(resolve, id)));
    owners.iter().for_each(|&id| copy.interface(id));
    live.iter().for_each(|id| copy.ty(id));
    owners.iter().for_each(|&id| copy.types_of(id));
    let Copier { into: mut small, packages, interfaces, types, .. } = copy;
    let id = small.push(package.clone(), offset).ok()?;

    let mut back = Copier::new(&small, std::mem::take(resolve));
    back.packages = packages.into_iter().map(|(old, new)| (new, old)).collect();
    back.interfaces = interfaces.into_iter().map(|(old, new)| (new, old)).collect();
    back.types = types.into_iter().map(|(old, new)| (new, old)).collect();
    let pushed = back.whole_package(id);
    *resolve = back.into;
    Some(pushed)
}

/// Returns the interfaces that a package uses, if `resolve` has all of them.
fn used(resolve: &Resolve, package: &UnresolvedPackage) -> Option<BTreeSet<InterfaceId>> {
    let mut used = BTreeSet::new();
    for (name, items) in &package.foreign_deps {
        let of = &resolve.packages[*resolve.package_names.get(name)?];
        for item in items.keys() {
            used.insert(*of.interfaces.get(item)?);
        }
    }
    Some(used)
}

impl Copier<'_> {
    /// Copies a package with its items, and all other items that were not copied before.
    fn whole_package(&mut self, id: PackageId) -> PackageId {
        let package = &self.from.packages[id];
        let (interfaces, worlds) = Default::default();
        let (name, docs) = (package.name.clone(), package.docs.clone());
        let new = Package { name: name.clone(), docs, interfaces, worlds };
        let copy = self.into.packages.alloc(new);
        self.into.package_names.insert(name, copy);
        self.packages.insert(id, copy);
        let from = self.from;
        let interfaces = from.interfaces.iter().map(|(id, _)| id);
        let new: Vec<_> = interfaces.filter(|id| !self.interfaces.contains_key(id)).collect();
        new.iter().for_each(|&id| self.interface(id));
        for (id, _) in &from.types {
            if !self.types.contains_key(&id) {
                self.ty(id);
            }
        }
        for id in new {
            self.types_of(id);
            self.functions_of(id);
        }
        copy
    }
}

#[cfg(test)]
mod tests {
    use crate::wit_parser::SourceMap;

    use super::*;

    const PACKAGES: &str = "
        package a:a@1.0.0;
        interface i {
            record r { a: list<string>, b: option<tuple<u8, char>> }
            resource file { constructor(a: r); read: func() -> result<list<r>, e>; }
            variant e { gone, other(string) }
        }
        interface j { use i.{r, file}; type list-of = list<r>; f: func(a: borrow<file>) -> file; }
        interface k { flags f { one } }
        package a:b@1.0.0 {
            interface i { use a:a/j@1.0.0.{list-of, file as document}; g: func(a: list-of) -> document; }
        }
        package a:b@2.0.0 {
            interface i { use a:b/i@1.0.0.{document}; @unstable(feature = x) h: func(a: stream<document>); }
            interface l { use i.{document}; record s { d: document } }
        }
    ";

    fn packages() -> Vec<UnresolvedPackage> {
        let mut map = SourceMap::new();
        map.push_str("a.wit", PACKAGES);
        let group = map.parse().unwrap_or_else(|(_, error)| panic!("{error}"));
        std::iter::once(group.main).chain(group.nested).collect()
    }

    #[test]
    fn an_isolated_push_equals_a_direct_push() {
        let [mut whole, mut small] = [(); 2].map(|()| Resolve::default());
        for package in packages() {
            let id = whole.push(package.clone(), 7).expect("the packages are valid");
            let isolated = push(&mut small, &package, 7).map(|id| id.index());
            assert_eq!(isolated, Some(id.index()));
            small.assert_valid();
        }
        let text = |resolve: &Resolve| {
            let Resolve { types, interfaces, packages, package_names, .. } = resolve;
            let text = format!("{types:#?}{interfaces:#?}{packages:#?}{package_names:#?}");
            let lines = text.lines().filter(|line| !line.contains("arena_id"));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        let [whole, small] = [text(&whole), text(&small)];
        assert!(whole.len() > 500);
        let different = whole.iter().zip(&small).find(|(one, other)| one != other);
        assert_eq!((different, whole.len()), (None, small.len()));
    }

    #[test]
    fn a_failed_isolated_push_leaves_no_trace() {
        let mut resolve = Resolve::default();
        let packages = packages();
        assert!(push(&mut resolve, &packages[1], 0).is_none());
        assert_eq!(resolve.packages.len() + resolve.types.len() + resolve.interfaces.len(), 0);
    }
}
