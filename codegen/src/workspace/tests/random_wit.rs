//! Random WIT that is almost valid. wit-parser panics on some of it, and no panic may reach the user.

use proptest::prelude::*;

use super::{resolve, write};

const GATES: [&str; 9] = [
    "",
    "",
    "",
    "@unstable(feature = x)",
    "@since(version = 1.0.0)",
    "@since(version = 9.0.0)",
    "@since(version = 1.0.0) @deprecated(version = 1.0.0)",
    "@deprecated(version = 1.0.0)",
    "@unstable(feature = x) @deprecated(version = 1.0.0)",
];

const LINES: [&str; 26] = [
    "use test:pA/i@VA.{t};",
    "use test:pA/i@VA.{t as u};",
    "use test:pA/j@VA.{r, t as t2};",
    "use test:pA/i.{t};",
    "use i.{t};",
    "use j.{r};",
    "type t = u32;",
    "type t2 = t;",
    "type u = list<t>;",
    "resource r;",
    "resource r { constructor(t: t); m: func() -> u; s: static func(r: borrow<r>) -> r; }",
    "record rec { t: t, r: own<r> }",
    "variant v { a(t), b(r), c }",
    "f: func(t: t) -> u;",
    "g: async func(r: borrow<r>) -> result<t, u>;",
    "import test:pA/i@VA;",
    "export test:pA/i@VA;",
    "import i;",
    "export j;",
    "import k: interface { use test:pA/i@VA.{t}; f: func(t: t); }",
    "export test:pA/j@VA;",
    "include w;",
    "include test:pA/w@VA;",
    "include test:pA/w@VA with { t as t3, f as f3 };",
    "import f: func(t: t);",
    "export f: func();",
];

type Item = (&'static str, &'static str, Vec<(&'static str, &'static str, usize)>);

fn item() -> impl Strategy<Value = Item> {
    let heads = prop::sample::select(vec!["interface i", "interface j", "world w", "world v"]);
    let gate = || prop::sample::select(GATES.to_vec());
    let line = (gate(), prop::sample::select(LINES.to_vec()), 0_usize..3);
    (gate(), heads, prop::collection::vec(line, 0..6))
}

fn text(items: &[Item]) -> String {
    let mut text = String::new();
    for (gate, head, lines) in items {
        text.push_str(&format!("{gate} {head} {{\n"));
        for (gate, line, target) in lines {
            let line = line.replace("pA", &format!("p{target}")).replace("VA", "1.0.0");
            text.push_str(&format!("  {gate} {line}\n"));
        }
        text.push_str("}\n");
    }
    text
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn no_panic_of_wit_parser_reaches_the_user(
        packages in prop::collection::vec((any::<bool>(), prop::collection::vec(item(), 0..4)), 1..4),
    ) {
        let folder = tempfile::tempdir().expect("a scratch folder");
        for (at, (nested, items)) in packages.iter().enumerate() {
            let text = text(items);
            let text = match nested {
                true => format!("package test:p{at}@1.0.0 {{\n{text}}}\n"),
                false => format!("package test:p{at}@1.0.0;\n{text}"),
            };
            write(folder.path(), &format!("wit/p{at}/a.wit"), text);
        }
        let (_, _, messages) = resolve(folder.path());
        prop_assert!(!messages.contains("[AB99"), "{}", messages);
    }
}
