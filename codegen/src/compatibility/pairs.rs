//! Pairs the packages of a directory with those of its previous version.

use super::version::{Bump, required};
use crate::wit::package_name;
use crate::workspace::{ResolvedPackage, Workspace};
use frontend::package_name::PackageName;

/// Returns `true` if two packages are versions of one.
type IsPair = fn(&PackageName, &PackageName) -> bool;

/// `true` if one package is a later version of the other that breaks nothing.
fn have_same_major(old: &PackageName, new: &PackageName) -> bool {
    let major = |name: &PackageName| name.version.as_ref().map(|it| required(it, Bump::Major));
    old.same_package(new) && major(old) == major(new)
}

/// Pairs the packages of a directory with those of its previous version, and returns those that were removed as well.
///
/// Packages in `deps` have versions of their own. Of a package that is there in several versions, the same ones are pairs, or else those that
/// are compatible.
pub(super) fn pairs(
    old: &Workspace,
    new: &Workspace,
) -> (Vec<(ResolvedPackage, ResolvedPackage)>, Vec<ResolvedPackage>) {
    let of = |workspace: &Workspace, local: bool| -> Vec<(ResolvedPackage, PackageName)> {
        let packages = workspace.packages.iter().filter(|it| !(local && it.dependency));
        let named = packages.map(|it| (*it, package_name(&workspace.resolve.packages[it.id].name)));
        named.collect()
    };
    let mut olds = of(old, true);
    let mut news = of(new, false);
    let mut pairs = Vec::new();
    let rules: [IsPair; 3] = [PackageName::eq, have_same_major, PackageName::same_package];
    for is_pair in rules {
        olds.retain(|(package, name)| {
            let found = news.iter().position(|(_, new)| is_pair(name, new));
            let Some(found) = found else { return true };
            pairs.push((*package, news.remove(found).0));
            false
        });
    }
    // A package that was moved to `deps` was not removed, but it is not ours to compare.
    pairs.retain(|(_, new)| !new.dependency);
    pairs.sort_by_key(|(_, pair)| new.packages.iter().position(|it| it.id == pair.id));
    (pairs, olds.into_iter().map(|(package, _)| package).collect())
}
