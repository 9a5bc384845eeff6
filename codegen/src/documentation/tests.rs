use crate::wit_parser::PackageId;

use super::Documentation;
use super::names::Context;
use crate::plan::Plan;
use crate::request::Request;
use crate::workspace::Workspace;
use frontend::diagnostic::ArgumentId;
use frontend::roots::Given;
use frontend::sources::Sources;

const WIT: &str = "
/// The package.
package shop:orders@1.0.0;

/// Orders; see `status`.
interface orders {
    use shop:types/types@2.1.0.{id, money as price};
    /// One.
    record order { id: id, total: price, note: string }
    enum status { open, shipped }
    flags marks { gift-wrap, urgent }
    resource cart {
        constructor();
        add: func(what: order);
        merge: static func(a: cart);
        handle: func();
    }
    place: func(what: order) -> status;
    %type: func();
}

interface other {
    place: func();
    ship: func();
}

world shop {
    import orders;
    import inner: interface { f: func(); }
    export other;
}

package shop:types@2.1.0 {
    interface types {
        type id = u64;
        record money { cents: u64 }
        variant outcome { fine, failed(string) }
    }
}

package shop:more {
    interface twice { record order { x: u8 } }
}
";

fn given(value: &str) -> Given<String> {
    Given { value: value.to_owned(), argument: ArgumentId(0) }
}

/// Calls `inspect` with the documentation of the packages.
fn with<T>(request: &Request, inspect: impl FnOnce(&Documentation<'_>) -> T) -> T {
    let (sources, errors) = Sources::read(&request.roots);
    assert_eq!(errors, []);
    let (workspace, errors) = Workspace::resolve(request, &sources);
    assert_eq!(errors, []);
    let (plan, errors) = Plan::new(request, &workspace);
    assert_eq!(errors, []);
    inspect(&Documentation::of(request, &sources, &workspace, &plan))
}

fn strict() -> Request {
    let mut request = Request::of_inline(WIT);
    request.selection.strict_world = true;
    request
}

fn package(documentation: &Documentation<'_>, name: &str) -> PackageId {
    let mut packages = documentation.resolve.packages.iter();
    let found = packages.find(|(_, package)| package.name.name == name);
    found.map(|(id, _)| id).expect("the package exists")
}

/// Returns the links of words in the docs of the interface `orders`.
fn links(request: &Request, words: &[&str]) -> Vec<Option<String>> {
    with(request, |documentation| {
        let package = package(documentation, "orders");
        let interface = documentation.resolve.packages[package].interfaces["orders"];
        let context = Context {
            package,
            interface: Some(interface),
            resource: None,
            own: ["note".to_owned()].into_iter().collect(),
            gates: Vec::new(),
        };
        words.iter().map(|word| documentation.names.link(word, &context)).collect()
    })
}

#[test]
fn a_name_is_resolved_to_the_nearest_item() {
    for (word, path) in [
        ("status", "shop::orders::orders::Status"),
        ("place", "shop::orders::orders::place"),
        ("place()", "shop::orders::orders::place"),
        ("add", "shop::orders::orders::Cart::add"),
        ("orders", "shop::orders::orders"),
        ("other", "shop::orders::other"),
        ("shop", "shop::orders::shop"),
        ("ship", "shop::orders::other::ship"),
        ("twice", "shop::more::twice"),
        ("outcome", "shop::types::types::Outcome"),
        ("type", "shop::orders::orders::type_"),
    ] {
        assert_eq!(links(&Request::of_inline(WIT), &[word]), [Some(path.to_owned())], "{word}");
    }
}

#[test]
fn a_qualified_name_is_resolved_in_its_parent() {
    for (word, path) in [
        ("other.place", "shop::orders::other::place"),
        ("types.outcome", "shop::types::types::Outcome"),
        ("types.{outcome}", "shop::types::types::Outcome"),
        ("orders.cart.merge", "shop::orders::orders::Cart::merge"),
        ("cart.constructor", "shop::orders::orders::Cart::new"),
        ("status.shipped", "shop::orders::orders::Status::Shipped"),
        ("marks.gift-wrap", "shop::orders::orders::Marks::GIFT_WRAP"),
        ("order.note", "shop::orders::orders::Order::note"),
        ("shop:types", "shop::types"),
        ("shop:types@2.1.0", "shop::types"),
        ("shop:types/types", "shop::types::types"),
        ("shop:types/types@2.1.0", "shop::types::types"),
        ("shop:types/types@2.1.0.{money}", "shop::types::types::Money"),
        ("shop:types/types.money.cents", "shop::types::types::Money::cents"),
        ("shop:orders/shop", "shop::orders::shop"),
    ] {
        assert_eq!(links(&Request::of_inline(WIT), &[word]), [Some(path.to_owned())], "{word}");
    }
}

#[test]
fn an_imported_type_links_to_its_definition() {
    let links = links(&Request::of_inline(WIT), &["id", "price"]);
    assert_eq!(links[0].as_deref(), Some("shop::types::types::Id"));
    assert_eq!(links[1].as_deref(), Some("shop::types::types::Money"));
}

#[test]
fn unknown_and_ambiguous_names_are_not_linked() {
    for word in [
        "nothing",
        "types.nothing",
        "shop:types/types@2.2.0",
        "shop:nothing",
        "other:types",
        // A field of the item itself.
        "note",
        // A field of something else.
        "cents",
        // Its Rust name is not derived from the WIT name.
        "cart.handle",
        // An inline interface and its function.
        "inner",
        "f",
    ] {
        assert_eq!(links(&Request::of_inline(WIT), &[word]), [None], "{word}");
    }
    let two = "package a:orders; interface orders {} \
               package a:b { interface i { type t = u8; } } package a:c { interface j { type t = u8; } }";
    assert_eq!(links(&Request::of_inline(two), &["t"]), [None]);
}

#[test]
fn items_outside_the_tree_are_not_linked() {
    let strict = strict();
    assert_eq!(links(&strict, &["twice", "ship", "outcome"])[..2], [None, None]);
    let mapped = vec![(
        given("shop:types/types@2.1.0"),
        crate::request::With::Path("crate::types".to_owned()),
    )];
    let mut request = Request::of_inline(WIT);
    request.types.with = mapped;
    assert_eq!(links(&request, &["outcome", "types"]), [None, None]);
    request.guest.skip = vec![given("ship")];
    assert_eq!(links(&request, &["ship"]), [None]);
}

#[test]
fn a_gated_item_is_not_linked_from_an_ungated_one() {
    let cfg = vec![(given("shop:more"), "feature = \"more\"".to_owned())];
    let mut request = Request::of_inline(WIT);
    request.selection.cfg = cfg;
    assert_eq!(links(&request, &["twice"]), [None]);
    // A path to the method is not general enough for the lifetimes.
    #[allow(clippy::redundant_closure_for_method_calls)]
    let root = with(&request, |documentation| documentation.root());
    let attributes = root.attributes().to_string();
    assert!(attributes.contains("all (doc , feature = \"more\")"), "{attributes}");
    assert!(attributes.contains("all (doc , not (all (feature = \"more\")))"), "{attributes}");
    assert!(root.text().contains("* `shop:more` (with `feature = \"more\"`)"), "{}", root.text());
}

#[test]
fn the_docs_of_a_package_list_its_users() {
    let docs = with(&Request::of_inline(WIT), |documentation| {
        documentation.package(package(documentation, "types")).text()
    });
    assert_eq!(
        docs,
        "The WIT package `shop:types` 2.1.0.\n\nUsed by [`shop:orders`](super::shop::orders)\n\nDefined in `<inline>:33`."
    );
}

#[test]
fn the_docs_of_a_world_list_its_imports_and_exports() {
    let docs = with(&Request::of_inline(WIT), |documentation| {
        documentation.world(documentation.plan.worlds[0].id).text()
    });
    assert_eq!(
        docs,
        "The WIT world `shop`.\n\nImports [`shop:types/types`](super::super::shop::types::types), \
         [`shop:orders/orders`](super::super::shop::orders::orders), `inner`\n\n\
         Exports [`shop:orders/other`](super::super::shop::orders::other)\n\nDefined in `<inline>:27`."
    );
}

#[test]
fn an_exported_interface_links_to_the_exports_of_its_world() {
    let request = strict();
    let docs = with(&request, |documentation| documentation.root().text());
    let exported = "[`other`](self::shop::orders::shop::exports::shop::orders::other)";
    assert!(docs.contains(exported), "{docs}");
}

#[test]
fn the_docs_of_a_namespace_list_its_packages_and_draw_their_dependencies() {
    let text = "package a:b; interface i { use c:d/j.{t}; } \
                package c:d { interface j { type t = u8; } } package e:f { interface k {} }";
    let (docs, root) = with(&Request::of_inline(text), |documentation| {
        (documentation.namespace("a").text(), documentation.root().text())
    });
    let rows = |docs: &str| docs.lines().filter(|line| line.starts_with("* ")).count();
    assert_eq!((rows(&docs), rows(&root)), (1, 3));
    assert_eq!((docs.matches("<rect").count(), root.matches("<rect").count()), (2, 3));
    assert!(docs.contains("<a href=\"b/index.html\">") && !docs.contains("d/index.html"), "{docs}");
    assert!(root.contains("<a href=\"c/d/index.html\">"), "{root}");
}

#[cfg(feature = "guest")]
#[test]
fn the_docs_of_each_item_have_its_file_and_line() {
    let code = crate::expand(&Request::of_inline(WIT)).code.to_string();
    for line in [6, 7, 9, 10, 11, 12, 13, 14, 15, 16, 18, 19] {
        assert!(code.contains(&format!("`<inline>:{line}`")), "line {line}");
    }
}

const GATED: &str = "
package shop:gated@1.0.0;

interface carts {
    @unstable(feature = coupons)
    record coupon { code: string }
    resource cart {
        @unstable(feature = coupons)
        redeem: func(it: coupon);
    }
    @unstable(feature = gifts)
    wrap: func();
    open: func() -> cart;
}

@unstable(feature = gifts)
interface gifts { give: func(); }

world shop {
    import carts;
    @unstable(feature = gifts)
    import gifts;
}
";

/// Checks the docs about gated items in generated code, on the module of the interface, the package and the world.
#[cfg(any(feature = "guest", feature = "host"))]
#[track_caller]
fn docs_list_gated_items(request: &Request) {
    let code = crate::expand(request).code.to_string().replace("\\\"", "\"");
    for text in [
        "Not generated, because the feature `coupons` is off: `coupon`, `cart.redeem`. \
         To generate them, set `features: [\"coupons\"]`.",
        "Not generated, because the feature `gifts` is off: `wrap`. ",
        "Not generated, because the feature `gifts` is off: `gifts`. ",
    ] {
        assert!(code.contains(text), "`{text}` is not in\n{code}");
    }
    assert_eq!(code.matches("is off: `gifts`").count(), 2, "{code}");
    let mut request = request.clone();
    request.resolution.features = vec![given("gifts")];
    let code = crate::expand(&request).code.to_string().replace("\\\"", "\"");
    assert!(code.contains("set `features: [\"gifts\", \"coupons\"]`"), "{code}");
    assert!(!code.contains("`gifts` is off"), "{code}");
    request.resolution.all_features = Some(true);
    assert!(!crate::expand(&request).code.to_string().contains("is off"));
}

#[cfg(feature = "guest")]
#[test]
fn modules_of_guests_list_the_items_that_are_gated_off() {
    docs_list_gated_items(&Request::of_inline(GATED));
}

#[cfg(feature = "host")]
#[test]
fn modules_of_hosts_list_the_items_that_are_gated_off() {
    let mut request = Request::of_inline(GATED);
    request.side = crate::request::Side::Host;
    assert!(!crate::expand(&request).code.to_string().contains("is off"));
    request.resolution.all_features = Some(false);
    docs_list_gated_items(&request);
}

#[cfg(feature = "guest")]
#[test]
fn gated_items_are_listed_from_files_that_do_not_name_the_package() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let files = [
        ("a.wit", "package shop:gated;\n"),
        ("b.wit", "interface carts { open: func(); @ unstable(feature = gifts) wrap: func(); }\n"),
    ];
    for (name, source) in files {
        std::fs::write(folder.path().join(name), source).expect("writing a file");
    }
    let mut request = Request::new(folder.path().to_owned());
    request.roots.path = vec![given(&folder.path().display().to_string())];
    let code = crate::expand(&request).code.to_string();
    assert!(code.contains("the feature `gifts` is off: `wrap`"), "{code}");
}
