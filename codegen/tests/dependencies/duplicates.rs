//! Several copies of one package: those with the same items are one package.

use super::directory::{Directory, Expansion, TYPES, USER, encode};

/// A package that a copy is compared with.
const ORIGINAL: &str = "package test:shop@1.0.0;

interface types {
    use test:types/types@1.0.0.{pair};

    /// An order.
    record order { number: u64, item: pair }
    resource cart { constructor(); add: func(it: order) -> result<_, string>; }
    count: func() -> u32;
}

interface more {
    use types.{order as purchase};
    take: func(it: list<purchase>);
}

world base {
    import types;
}

world shop {
    include base;
    export more;
    import log: func(line: string);
}
";

/// A copy with the same items: comments, blank space, docs, file names, the order of items, and another way to write them.
fn same() -> Vec<(&'static str, Vec<(&'static str, String)>)> {
    let one_file = |text: String| vec![("shop.wit", text)];
    let (types, worlds) = ORIGINAL.split_once("world base").expect("a world");
    let (header, interfaces) = types.split_once("\n\n").expect("a header");
    let (first, second) = interfaces.split_at(interfaces.find("interface more").expect("it"));
    let replaced = |from: &str, to: &str| {
        assert!(ORIGINAL.contains(from), "{from}");
        one_file(ORIGINAL.replace(from, to))
    };
    let first_package = format!("{header}\n{first}");
    vec![
        ("byte for byte", one_file(ORIGINAL.to_owned())),
        ("another file name", vec![("other.wit", ORIGINAL.to_owned())]),
        ("a comment", replaced("interface types", "// A comment.\ninterface types")),
        ("blank space", one_file(ORIGINAL.replace("    ", "\t").replace('\n', "\r\n"))),
        ("other docs", replaced("/// An order.", "/// Another text.")),
        ("no docs", replaced("/// An order.", "")),
        ("docs of the package", one_file(format!("/// Docs.\n{ORIGINAL}"))),
        (
            "a `use` in another place",
            replaced(
                "    use types.{order as purchase};\n    take: func(it: list<purchase>);",
                "    take: func(it: list<purchase>);\n    use types.{order as purchase};",
            ),
        ),
        ("the world written out", replaced("include base", "import types")),
        ("another order", one_file(format!("{header}\n{second}\nworld base{worlds}\n{first}"))),
        (
            "several files",
            vec![
                ("a.wit", format!("world base{worlds}")),
                ("b.wit", second.to_owned()),
                ("c.wit", first_package),
            ],
        ),
        ("an attribute", replaced("    count", "    @since(version = 1.0.0)\n    count")),
        (
            "a disabled item",
            replaced("    count", "    @unstable(feature = x)\n    extra: func();\n    count"),
        ),
        ("nested", one_file(ORIGINAL.replacen(';', " {", 1) + "}\n")),
    ]
}

/// Changes that make a copy different, each with the first difference.
const DIFFERENT: [(&str, &str, &str); 9] = [
    ("number: u64", "number: u32", "they differ in type `order` in interface `types`"),
    (
        "number: u64, item: pair",
        "item: pair, number: u64",
        "they differ in type `order` in interface `types`",
    ),
    ("count: func() -> u32", "count: func() -> s32", "they differ in `count` in interface `types`"),
    ("count: func()", "count: async func()", "`count` in interface `types`"),
    ("    count: func() -> u32;\n", "", "only one of them has `count` in interface `types`"),
    (
        "interface more",
        "interface extra {}\ninterface more",
        "only one of them has interface `extra`",
    ),
    ("line: string", "text: string", "they differ in import `log` of world `shop`"),
    (
        "    export more;\n",
        "",
        "only one of them has export `test:shop/more@1.0.0` of world `shop`",
    ),
    (
        "    import types;\n",
        "",
        "only one of them has import `test:shop/types@1.0.0` of world `base`",
    ),
];

/// The files beside the copies: a dependency of both, and a package outside `deps`, so that those in `deps` are not bound.
const FILES: [(&str, &str); 2] = [
    ("wit/deps/types/types.wit", TYPES),
    ("wit/user/user.wit", "package test:user;\ninterface user { f: func(); }\n"),
];

/// Creates a crate with two copies, in these folders.
fn copies(first: (&str, &str), second: &str, files: &[(&str, String)]) -> Directory {
    let (folder, text) = first;
    let directory = Directory::new(&FILES);
    directory.write(&format!("{folder}/shop.wit"), text);
    for (name, text) in files {
        directory.write(&format!("{second}/{name}"), text);
    }
    directory
}

/// `true` if the package is in the tree, once, although no other package uses it.
fn is_own(expansion: &Expansion) -> bool {
    let code = expansion.0.code.to_string();
    assert!(code.matches("struct Order").count() <= 1, "two copies");
    code.contains("struct Order")
}

#[test]
fn copies_with_the_same_items_are_one_package() {
    let folders = [
        ("wit/shop", "wit/deps/shop"),
        ("wit/deps/shop", "wit/shop"),
        ("wit/a", "wit/b"),
        ("wit/deps/a", "wit/deps/b"),
    ];
    for (one, other) in folders {
        for (difference, files) in same() {
            let expansion = copies((one, ORIGINAL), other, &files).expand_valid();
            let both_in_deps = one.contains("deps") && other.contains("deps");
            assert_eq!(is_own(&expansion), !both_in_deps, "{difference} in {other}");
        }
    }
}

#[test]
fn a_wasm_copy_with_the_same_items_is_one_package() {
    for folder in ["wit/shop", "wit/deps/shop"] {
        for (difference, files) in same().into_iter().filter(|(name, _)| *name != "a disabled item")
        {
            for wasm in ["wit/deps/shop.wasm", "wit/shop.wasm"] {
                let directory = Directory::new(&FILES);
                for (name, text) in &files {
                    directory.write(&format!("{folder}/{name}"), text);
                }
                directory.write(wasm, encode(&[TYPES, ORIGINAL]));
                let expansion = directory.expand_valid();
                let both_in_deps = folder.contains("deps") && wasm.contains("deps");
                assert_eq!(is_own(&expansion), !both_in_deps, "{difference}, {folder}, {wasm}");
            }
        }
    }
}

#[test]
fn copies_that_differ_are_an_error_with_both_locations_and_the_first_difference() {
    for (from, to, difference) in DIFFERENT {
        assert!(ORIGINAL.contains(from), "{from}");
        let changed = ORIGINAL.replacen(from, to, 1);
        let files = [("shop.wit", changed.clone())];
        let expansion = copies(("wit/a", ORIGINAL), "wit/b", &files).expand();
        expansion.reports(&[
            "package `test:shop@1.0.0` is defined more than once",
            "--> wit/b/shop.wit:1:9",
            "::: wit/a/shop.wit:1:9",
            difference,
            "remove `wit/b` or `wit/a`, or change the version of one of them",
        ]);
        expansion.has(&["struct Order"]);
        let expansion = copies(("wit/deps/shop", ORIGINAL), "wit/shop", &files).expand();
        expansion.reports(&[
            "--> wit/deps/shop/shop.wit:1:9",
            difference,
            "remove `wit/deps/shop`",
        ]);
        let directory = copies(("wit/shop", ORIGINAL), "wit/shop", &[]);
        directory.write("wit/deps/shop.wasm", encode(&[TYPES, &changed]));
        directory.expand().reports(&["wit/deps/shop.wasm", "the other one is in `wit/shop`"]);
    }
}

#[test]
fn a_difference_is_shown_in_both_copies() {
    let changed = TYPES.replace("u32", "u64");
    let files = [("wit/a/types.wit", TYPES), ("wit/b/types.wit", &changed)];
    let expansion = Directory::new(&files).expand();
    expansion.reports(&[
        "2 | interface types {\n3 |   record pair { one: u64",
        "3 |   record pair { one: u32",
    ]);
    expansion.has(&["struct Pair"]);
}

#[test]
fn an_invalid_copy_is_one_error() {
    let invalid = TYPES.replace("u32", "u31");
    for (one, other) in [(TYPES, &*invalid), (&invalid, TYPES)] {
        let files =
            [("wit/a/types.wit", one), ("wit/b/types.wit", other), ("wit/user/user.wit", USER)];
        Directory::new(&files).expand().reports(&["u31"]);
    }
}

#[test]
fn each_package_may_have_its_own_copies_of_dependencies() {
    let user2 = USER.replace("test:user", "test:second");
    let files = [
        ("wit/a/user.wit", USER),
        ("wit/a/deps/types/types.wit", TYPES),
        ("wit/b/user.wit", &user2),
        ("wit/b/deps/other-name/other-name.wit", TYPES),
    ];
    let expansion = Directory::new(&files).expand_valid();
    assert_eq!(expansion.0.code.to_string().matches("struct Pair").count(), 1);
    let directory = Directory::new(&files);
    directory.write("wit/a/deps.toml", "[dependencies]\nt = { path = \"deps/types\" }\n");
    directory.write("wit/b/deps.toml", "[dependencies]\nt = { path = \"deps/other-name\" }\n");
    directory.expand_valid();
}

#[test]
fn the_deps_of_a_dependency_supplies_only_what_nothing_outside_supplies() {
    let other = TYPES.replace("one: u32", "inner: u8");
    let middle = "package test:middle;\ninterface middle {\n  type number = u32;\n}\n";
    let user = format!(
        "{USER}interface more {{\n  use test:middle/middle.{{number}};\n  f: func(it: number);\n}}\n"
    );
    for outer in ["wit/deps/types/types.wit", "wit/types/types.wit", "wit/deps/types.wit"] {
        for inner in [
            "wit/deps/a/deps/types/types.wit",
            "wit/deps/z/deps/b/deps/types.wit",
            "wit/folder/deps/types.wit",
        ] {
            let files =
                [("wit/user.wit", &*user), ("wit/deps/middle.wit", middle), (inner, &other)];
            let directory = Directory::new(&files);
            directory.write(outer, TYPES);
            let expansion = directory.expand_valid();
            expansion.has(&["pub one : u32"]);
            expansion.lacks(&["pub inner"]);
            // Also if the packages are encoded.
            let inner = inner.replace(".wit", ".wasm");
            directory.write(&inner, encode(&[&other]));
            directory.expand_valid().has(&["pub one : u32"]);
            if outer.contains("deps") {
                directory.write("wit/deps/encoded.wasm", encode(&[TYPES]));
                let other = "package test:other;\ninterface other {}\n";
                directory.write(outer, other);
                directory.expand_valid().has(&["pub one : u32"]);
            }
        }
    }
    let inner = [
        ("wit/user.wit", USER),
        ("wit/deps/a/deps/types/types.wit", TYPES),
        ("wit/deps/z/deps/b/deps/types/types.wit", &other),
    ];
    Directory::new(&inner).expand_valid().has(&["pub one : u32"]);
    let inner = [inner[0], inner[1], ("wit/deps/b/deps/types/types.wit", &other)];
    Directory::new(&inner).expand().reports(&["defined more than once"]);
}

#[test]
fn an_ignored_copy_causes_no_error_elsewhere() {
    let other = TYPES.replace("pair", "other");
    let user = USER.replace("take: func(it: pair)", "take: func(it: pear)");
    let files = [
        ("wit/user.wit", &*user),
        ("wit/deps/a/deps/types/types.wit", &other),
        ("wit/deps/types/types.wit", TYPES),
    ];
    Directory::new(&files).expand().reports(&["`pear`"]);
}
