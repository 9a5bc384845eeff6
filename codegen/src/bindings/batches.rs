//! The interfaces of a large tree in batches, and the code of the batches put together again.

use crate::wit_parser::{InterfaceId, PackageId, Resolve};
use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};

use crate::code::item::{Item, Items, Kind};
use crate::request::{Ownership, Request};
use std::collections::{BTreeMap, BTreeSet};

/// How many interfaces a batch has at least. Directories of up to five times as many are generated at once.
pub(super) const SIZE: usize = 10;

/// Splits the interfaces, such that those of a package are together, and all packages that have futures or streams:
/// the generator numbers those.
pub(super) fn split(
    resolve: &Resolve,
    request: &Request,
    interfaces: &[InterfaceId],
    size: usize,
) -> Vec<Vec<InterfaceId>> {
    if interfaces.len() <= 5 * size || !can_split(request) {
        return vec![interfaces.to_vec()];
    }
    let of = |id: &InterfaceId| resolve.interfaces[*id].package;
    let has_payloads = |id: &&InterfaceId| {
        let mut functions = resolve.interfaces[**id].functions.values();
        functions.any(|function| !function.find_futures_and_streams(resolve).is_empty())
    };
    let packages = interfaces.iter().filter(has_payloads).map(of).collect::<BTreeSet<_>>();
    let (with, without): (Vec<_>, Vec<_>) =
        interfaces.iter().partition(|id| packages.contains(&of(id)));
    let mut batches: Vec<Vec<InterfaceId>> = vec![with];
    let mut package: Option<PackageId> = None;
    for id in without {
        match batches.last_mut() {
            Some(batch) if batch.len() < size || of(&id) == package => batch.push(id),
            _ => batches.push(vec![id]),
        }
        package = of(&id);
    }
    batches
}

/// Whether no option names single things, each of which must be found in one run, or has types of the whole
/// directory depend on each other.
fn can_split(request: &Request) -> bool {
    let options = &request.guest;
    request.types.with.is_empty()
        && options.additional_type_attributes.is_empty()
        && options.additional_member_attributes.is_empty()
        && options.sync.is_empty()
        && options.chainable_methods.is_empty()
        && request.types.ownership == Ownership::Owning
        && !options.merge_structurally_equal_types
}

/// The module of the generator's own helpers, which each batch has as far as it needs them.
const HELPERS: &str = "_rt";

/// The modules that only the batch with futures and streams has.
const PAYLOADS: &[&str] = &["wit_future", "wit_stream"];

/// Puts the code of batches together. Of the first, all is kept; of the others, the modules.
pub(super) fn join(batches: Vec<Items>) -> Items {
    let mut namespaces: BTreeMap<String, Joined> = BTreeMap::new();
    let mut helpers: Option<Joined> = None;
    let mut seen = BTreeSet::new();
    let mut rest = Vec::new();
    for (at, batch) in batches.into_iter().enumerate() {
        for item in batch.0 {
            match &item.kind {
                Kind::Module(name) if name == HELPERS => {
                    let module = helpers.get_or_insert_with(|| Joined::of(&item));
                    for inner in inside(&item).0 {
                        let text =
                            inner.tokens.iter().cloned().collect::<TokenStream>().to_string();
                        if seen.insert(text) {
                            module.contents.push(inner.tokens);
                        }
                    }
                }
                Kind::Module(name) if !PAYLOADS.contains(&name.as_str()) => {
                    let namespace =
                        namespaces.entry(name.clone()).or_insert_with(|| Joined::of(&item));
                    inside(&item).0.iter().for_each(|package| namespace.add(package));
                }
                Kind::Module(_) => rest.push(item),
                Kind::Static(_) | Kind::Other if at == 0 => rest.push(item),
                Kind::Static(_) | Kind::Other => {}
            }
        }
    }
    let modules = namespaces.into_values().chain(helpers).map(Joined::finish);
    Items(modules.chain(rest).collect())
}

/// A module of several batches.
struct Joined {
    /// All but the body.
    head: Vec<TokenTree>,
    kind: Kind,
    modules: BTreeMap<String, Joined>,
    contents: Vec<Vec<TokenTree>>,
}

impl Joined {
    fn of(item: &Item) -> Self {
        let head = item.tokens.split_last().map(|(_, head)| head.to_vec()).unwrap_or_default();
        let (modules, contents) = Default::default();
        Self { head, kind: item.kind.clone(), modules, contents }
    }

    /// Adds a package to a namespace.
    fn add(&mut self, package: &Item) {
        let Kind::Module(name) = &package.kind else { return };
        let joined = self.modules.entry(name.clone()).or_insert_with(|| Self::of(package));
        if let Some(TokenTree::Group(group)) = package.tokens.last() {
            joined.contents.push(group.stream().into_iter().collect());
        }
    }

    fn finish(self) -> Item {
        let mut body = TokenStream::new();
        for module in self.modules.into_values() {
            body.extend(module.finish().tokens);
        }
        body.extend(self.contents.into_iter().flatten());
        let mut tokens = self.head;
        tokens.push(TokenTree::Group(Group::new(Delimiter::Brace, body)));
        Item { kind: self.kind, tokens }
    }
}

fn inside(item: &Item) -> Items {
    match item.tokens.last() {
        Some(TokenTree::Group(group)) => Items::split(group.stream()),
        _ => Items::default(),
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use crate::request::{Request, With};
    use frontend::diagnostic::ArgumentId;
    use frontend::roots::Given;

    fn given(value: &str) -> Given<String> {
        Given { value: value.to_owned(), argument: ArgumentId(0) }
    }

    /// Thirty packages of three interfaces, with all that has a part in how others are generated.
    fn packages() -> String {
        let mut text = "package a:main;\ninterface nothing {}\n".to_owned();
        for at in 0..30 {
            let home = match at % 7 {
                0 => "types".to_owned(),
                _ => format!("a:p{0}/types@1.{0}.0", at - 1),
            };
            write!(
                text,
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
            .expect("a string takes all");
        }
        text
    }

    #[test]
    fn batches_give_what_one_run_gives() {
        let whole = Request::of_inline(&packages());
        let mut batches = whole.clone();
        // This changes nothing, but that the generator must find it in one run.
        batches.types.with = vec![(given("a:p0/types@1.0.0"), With::Generate)];
        let [whole, batches] = [whole, batches].map(|request| crate::expand(&request));
        assert!(whole.diagnostics.is_empty(), "{:?}", whole.diagnostics);
        let [whole, batches] = [whole, batches].map(|it| it.code.to_string());
        assert!(whole.contains("vtable") && whole.len() > 300_000);
        let split = |text: &'static str| text.split_once("mod _rt").expect("there are helpers");
        let [whole, batches] = [whole, batches].map(|text| split(text.leak()));
        assert!(whole.0 == batches.0, "{}", first_difference(whole.0, batches.0));
        // The helpers are the same in another order.
        let words = |text: &'static str| {
            let mut words: Vec<&str> = text.split(' ').collect();
            words.sort_unstable();
            words
        };
        assert_eq!(words(whole.1), words(batches.1));
    }

    fn first_difference(one: &str, other: &str) -> String {
        let at = one.bytes().zip(other.bytes()).take_while(|(one, other)| one == other).count();
        let around = |text: &str| text[at.saturating_sub(200)..text.len().min(at + 200)].to_owned();
        format!("{} and {} bytes\n{}\n\n{}", one.len(), other.len(), around(one), around(other))
    }
}
