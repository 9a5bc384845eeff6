//! Rejects worlds with more included items than fit into memory, before wit-parser copies them.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use crate::wit_parser::{AstItem, Resolve, Span, UnresolvedPackage, World, WorldId, WorldKey};

/// The largest number of items that the worlds of a package may have, those of an included world counted for each world that
/// includes it.
pub(super) const MAX_ITEMS: usize = 200_000;

/// An import (`true`) or export, and its name.
type Item<'a> = (bool, &'a WorldKey);

/// The items of worlds.
type Items<'a> = BTreeMap<WorldId, HashSet<Item<'a>>>;

/// Returns the name and the span of the world by which a package exceeds the limit.
///
/// `resolve` has the dependencies of the package.
pub(super) fn find<'a>(
    resolve: &'a Resolve,
    package: &'a UnresolvedPackage,
) -> Option<(&'a str, Span)> {
    let foreign = foreign(resolve, package);
    if largest_count(package, &foreign) <= MAX_ITEMS {
        return None;
    }
    let mut items = foreign;
    let mut count = 0;
    for (id, world) in own_worlds(package) {
        let mut all = own(world);
        count += all.len();
        for include in &world.includes {
            let Some(included) = items.get(&include.id) else { continue };
            count += included.len();
            if count > MAX_ITEMS {
                return Some((&world.name, world.span));
            }
            all.extend(included);
        }
        items.insert(id, all);
    }
    None
}

/// Returns the number of items if no two included worlds have one in common, which is faster to find out.
fn largest_count(package: &UnresolvedPackage, foreign: &Items<'_>) -> usize {
    let mut counts: BTreeMap<WorldId, usize> =
        foreign.iter().map(|(&id, items)| (id, items.len())).collect();
    let mut sum = 0_usize;
    for (id, world) in own_worlds(package) {
        let included = world.includes.iter().filter_map(|include| counts.get(&include.id));
        let included = included.fold(0, |sum: usize, count| sum.saturating_add(*count));
        let count = included.saturating_add(world.imports.len() + world.exports.len());
        sum = sum.saturating_add(count).saturating_add(included);
        counts.insert(id, count);
    }
    sum
}

/// Returns the worlds of the package itself, each after those that it includes.
fn own_worlds(package: &UnresolvedPackage) -> impl Iterator<Item = (WorldId, &World)> {
    let foreign: BTreeSet<WorldId> = package
        .foreign_deps
        .values()
        .flat_map(|names| names.values())
        .filter_map(|(item, _)| match item {
            AstItem::World(id) => Some(*id),
            AstItem::Interface(_) => None,
        })
        .collect();
    package.worlds.iter().filter(move |(id, _)| !foreign.contains(id))
}

/// Returns the items of the worlds of other packages that a package includes.
fn foreign<'a>(resolve: &'a Resolve, package: &UnresolvedPackage) -> Items<'a> {
    let mut items = BTreeMap::new();
    for (dependency, names) in &package.foreign_deps {
        let Some(&dependency) = resolve.package_names.get(dependency) else { continue };
        let worlds = &resolve.packages[dependency].worlds;
        for (name, (item, _)) in names {
            if let (AstItem::World(id), Some(&world)) = (item, worlds.get(name)) {
                items.insert(*id, own(&resolve.worlds[world]));
            }
        }
    }
    items
}

/// Returns the items of a world, without those of worlds that it is yet to include.
fn own(world: &World) -> HashSet<Item<'_>> {
    let imports = world.imports.keys().map(|key| (true, key));
    imports.chain(world.exports.keys().map(|key| (false, key))).collect()
}

#[cfg(test)]
mod tests {
    use crate::request::{Request, Side};

    /// Returns the messages of packages in which each of `count` worlds includes the one before.
    fn messages(packages: &str, count: usize) -> Vec<String> {
        let world = |at: usize| match at {
            0 => "world w0 {}".to_owned(),
            _ => format!("world w{at} {{ include w{}; import fun{at}: func(); }}", at - 1),
        };
        let worlds: Vec<String> = (0..count).map(world).collect();
        let mut request =
            Request::of_inline(&format!("package a:b; {packages} {}", worlds.join("\n")));
        request.selection.world = Some(frontend::roots::Given {
            value: "w1".to_owned(),
            argument: frontend::diagnostic::ArgumentId(0),
        });
        request.side = if cfg!(feature = "guest") { Side::Guest } else { Side::Host };
        let bindings = crate::expand(&request);
        bindings.diagnostics.iter().map(|error| error.render(&bindings.files)).collect()
    }

    #[test]
    fn a_chain_of_worlds_with_too_many_items_is_one_error() {
        let messages = messages("", 10_000);
        assert_eq!(messages.len(), 1, "{messages:?}");
        assert!(messages[0].contains("world `w632` has too many included items [AB0505]"));
    }

    #[test]
    fn worlds_that_are_included_on_many_ways_have_their_items_once() {
        let diamonds = (1..20).map(|at| {
            let before = at - 1;
            format!(
                "world l{at} {{ include d{before}; }} world r{at} {{ include d{before}; }}
                world d{at} {{ include l{at}; include r{at}; }}"
            )
        });
        let diamonds: String = diamonds.collect();
        let packages = format!("interface i {{}} world d0 {{ import i; }} {diamonds}");
        assert_eq!(messages(&packages, 100), [""; 0]);
    }
}
