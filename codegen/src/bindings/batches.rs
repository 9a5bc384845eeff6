//! Splits the interfaces of a large tree into batches, and joins the code of the batches.

use crate::wit_parser::{InterfaceId, PackageId, Resolve};
use quote::ToTokens as _;

use crate::code::items::{Item, Items, Kind};
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::mem;

/// The minimum number of interfaces in a batch. Directories of up to five times as many are one batch.
pub(super) const MIN_SIZE: usize = 10;

/// Splits interfaces into batches of at least `min_size`.
///
/// The interfaces of a package stay together, and so do all packages that have futures or streams, since the generator
/// numbers these.
pub(super) fn split(
    resolve: &Resolve,
    interfaces: &BTreeSet<InterfaceId>,
    min_size: usize,
) -> Vec<Vec<InterfaceId>> {
    if interfaces.len() <= 5 * min_size {
        return vec![interfaces.iter().copied().collect()];
    }
    let package_of = |id: &InterfaceId| resolve.interfaces[*id].package;
    let has_payloads = |id: &&InterfaceId| {
        let functions = &resolve.interfaces[**id].functions;
        functions.values().any(|it| !it.find_futures_and_streams(resolve).is_empty())
    };
    let packages: BTreeSet<_> = interfaces.iter().filter(has_payloads).map(package_of).collect();
    let (with, without): (Vec<_>, Vec<_>) =
        interfaces.iter().partition(|id| packages.contains(&package_of(id)));
    let mut batches: Vec<Vec<InterfaceId>> = vec![with];
    let mut package: Option<PackageId> = None;
    for id in without {
        match batches.last_mut() {
            Some(batch) if batch.len() < min_size || package_of(&id) == package => batch.push(id),
            _ => batches.push(vec![id]),
        }
        package = package_of(&id);
    }
    batches
}

/// The module of the generator's helpers. Each batch has those that it needs.
const HELPERS: &str = "_rt";

/// The modules of the batch with futures and streams.
const PAYLOADS: &[&str] = &["wit_future", "wit_stream"];

/// Joins the code of batches: all items of the first, and the modules of the others.
pub(super) fn join(batches: Vec<Items>) -> Items {
    let mut namespaces: BTreeMap<String, Namespace> = BTreeMap::new();
    let mut helpers: Option<Item> = None;
    let mut seen = BTreeSet::new();
    let mut rest = Vec::new();
    for (at, batch) in batches.into_iter().enumerate() {
        for mut item in batch.0 {
            match item.kind.clone() {
                Kind::Module(name) if name == HELPERS => {
                    let mut items = mem::take(&mut item.body).0;
                    items.retain(|inner| seen.insert(inner.to_token_stream().to_string()));
                    helpers.get_or_insert(item).body.0.extend(items);
                }
                Kind::Module(name) if !PAYLOADS.contains(&name.as_str()) => {
                    let packages = mem::take(&mut item.body).0;
                    let namespace = namespaces
                        .entry(name)
                        .or_insert_with(|| Namespace { module: item, packages: BTreeMap::new() });
                    packages.into_iter().for_each(|package| namespace.add(package));
                }
                Kind::Module(_) => rest.push(item),
                Kind::Static(_) | Kind::Other if at == 0 => rest.push(item),
                Kind::Static(_) | Kind::Other => {}
            }
        }
    }
    let namespaces = namespaces.into_values().map(Namespace::finish);
    Items(namespaces.chain(helpers).chain(rest).collect())
}

/// A namespace, of which several batches have packages.
struct Namespace {
    /// The module, without its items.
    module: Item,
    packages: BTreeMap<String, Item>,
}

impl Namespace {
    fn add(&mut self, package: Item) {
        let Kind::Module(name) = &package.kind else { return };
        match self.packages.entry(name.clone()) {
            Entry::Vacant(entry) => drop(entry.insert(package)),
            Entry::Occupied(entry) => entry.into_mut().body.0.extend(package.body.0),
        }
    }

    fn finish(mut self) -> Item {
        self.module.body.0.extend(self.packages.into_values());
        self.module
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fmt::Write as _;

    use quote::ToTokens as _;

    use super::join;
    use crate::code::items::Items;
    use crate::request::{Request, With};
    use frontend::diagnostic::ArgumentId;
    use frontend::roots::Given;

    fn given(value: &str) -> Given<String> {
        Given { value: value.to_owned(), argument: ArgumentId(0) }
    }

    /// Thirty packages of three interfaces, with every kind of item that affects the code of others.
    fn packages() -> String {
        let mut source = "package a:main;\ninterface nothing {}\n".to_owned();
        for at in 0..30 {
            let home = match at % 7 {
                0 => "types".to_owned(),
                _ => format!("a:p{0}/types@1.{0}.0", at - 1),
            };
            write!(
                source,
                "package a:p{at}@1.{at}.0 {{
                    interface types {{
                        record item {{ id: u64, names: list<string>, more: option<u32> }}
                        variant fault {{ gone, other(string) }}
                        flags bits {{ one, two }}
                        resource file {{ constructor(a: item); read: func() -> list<item>; }}
                    }}
                    interface calls {{
                        use {home}.{{item, fault, file, bits}};
                        f: func(a: list<item>, b: bits) -> result<item, fault>;
                        g: func(a: borrow<file>, b: list<tuple<u8, char>>) -> file;
                    }}
                    interface odd {{ use types.{{item as thing}}; {} }}
                }}\n",
                match at % 10 {
                    3 => "h: func(a: stream<thing>) -> future<string>;",
                    5 => "h: async func(a: f32) -> bool;",
                    _ => "h: func(a: thing);",
                }
            )
            .expect("writing to a string succeeds");
        }
        source
    }

    #[test]
    fn batches_generate_the_same_code_as_one_run() {
        let whole = Request::of_inline(&packages());
        let mut batches = whole.clone();
        // This option changes no code, and forces a single run.
        batches.types.with = vec![(given("a:p0/types@1.0.0"), With::Generate)];
        let [whole, batches] = [whole, batches].map(|request| crate::expand(&request));
        assert!(whole.diagnostics.is_empty(), "{:?}", whole.diagnostics);
        let [whole, batches] = [whole, batches].map(|bindings| bindings.code.to_string());
        assert!(whole.contains("vtable") && whole.len() > 300_000);
        let split = |code: &'static str| code.split_once("mod _rt").expect("helpers exist");
        let [whole, batches] = [whole, batches].map(|code| split(code.leak()));
        assert!(whole.0 == batches.0, "{}", first_difference(whole.0, batches.0));
        // The order of the helpers differs.
        let words = |code: &'static str| {
            let mut words: Vec<&str> = code.split(' ').collect();
            words.sort_unstable();
            words
        };
        assert_eq!(words(whole.1), words(batches.1));
    }

    /// Types that need different helpers, and `wit_future` or `wit_stream`.
    const PARTS: &[&str] = &[
        "enum t { one, two }",
        "flags t { one, two }",
        "resource t { constructor(a: u32); }",
        "type t = bool;",
        "type t = bool; g: async func(a: t) -> t;",
        "type t = char;",
        "type t = f32;",
        "type t = f64;",
        "type t = future<u8>;",
        "type t = list<string>;",
        "type t = list<u8>;",
        "type t = map<string, u8>;",
        "type t = option<list<u8, 4>>;",
        "type t = result<s64, s32>;",
        "type t = stream<string>;",
        "type t = string;",
        "type t = u64;",
    ];

    /// The packages `a:p0` and so on, with functions that take and return a type.
    fn directory(parts: &[(usize, &str)]) -> Items {
        let packages = parts.iter().map(|(at, part)| {
            format!(
                "package a:p{at} {{
                    interface i {{
                        {part}
                        f: func(a: t) -> t;
                    }}
                }}\n"
            )
        });
        let source =
            format!("package a:main;\ninterface nothing {{}}\n{}", packages.collect::<String>());
        let bindings = crate::expand(&Request::of_inline(&source));
        assert!(bindings.diagnostics.is_empty(), "{source}: {:?}", bindings.diagnostics);
        Items::split(bindings.code)
    }

    fn helpers(items: &mut Items) -> BTreeSet<String> {
        let helpers = items.module("_rt").body.0.clone();
        let texts: Vec<String> =
            helpers.iter().map(|item| item.to_token_stream().to_string()).collect();
        let inner = texts.iter().skip(1).any(|text| text.starts_with("# !"));
        let unique: BTreeSet<String> = texts.iter().cloned().collect();
        assert!(!inner && unique.len() == texts.len(), "{texts:#?}");
        unique
    }

    #[test]
    fn batches_with_different_helpers_have_the_helpers_of_one_run() {
        let parts: Vec<_> = PARTS.iter().copied().enumerate().collect();
        for (at, &one) in parts.iter().enumerate() {
            for &other in &parts[at + 1..] {
                let batches = [one, other].map(|part| directory(&[part])).to_vec();
                let (mut joined, mut whole) = (join(batches), directory(&[one, other]));
                assert_eq!(helpers(&mut joined), helpers(&mut whole), "{one:?} and {other:?}");
            }
        }
    }

    fn first_difference(one: &str, other: &str) -> String {
        let at = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
        let around = |code: &str| code[at.saturating_sub(200)..code.len().min(at + 200)].to_owned();
        format!("{} and {} bytes\n{}\n\n{}", one.len(), other.len(), around(one), around(other))
    }
}
