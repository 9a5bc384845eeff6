//! rust-analyzer resolves the names of the bindings, with the macro and with a build script.

use airssys_bindings_tests::analyzer::Analyzer;
use airssys_bindings_tests::fixture::Fixture;
use anyhow::Result;

const WIT: &str = "package demo:shop@1.0.0;

interface types {
    record item { name: string, price: u32 }
    resource cart {
        constructor();
        add: func(item: item);
    }
}

interface orders {
    use types.{item};
    total: func(items: list<item>) -> u64;
}

world shop {
    import types;
    export orders;
}
";

/// Uses the bindings, and ends with two errors.
const USES: &str = "
        use self::demo::shop::types::{Cart, Item};
        use self::exports::demo::shop::orders::Guest;

        struct Shop;

        impl Guest for Shop {
            fn total(items: Vec<Item>) -> u64 {
                let cart = Cart::new();
                items.iter().for_each(|item| cart.add(item));
                items.iter().map(|item| u64::from(item.price)).sum()
            }
        }

        self::demo::shop::shop::export!(Shop);

        pub use self::demo::shop::types::Nothing;

        pub fn mistaken(item: Item) { drop(item.nothing); }
";

#[test]
fn rust_analyzer_resolves_the_bindings() -> Result<()> {
    let analyzer = Analyzer::find()?;
    let source = format!(
        "pub mod by_macro {{
        airssys_bindings::airssys_bindings!();
        {USES}
        }}

        pub mod by_script {{
        airssys_bindings::include_bindings!();
        {USES}
        }}"
    );
    let fixture = Fixture::new("analyzed", &source)?;
    fixture.write("wit/shop.wit", WIT)?;
    fixture
        .build_script("fn main() {\n    airssys_bindings::build::Config::new().generate();\n}\n")?;
    let mut diagnostics = analyzer.diagnostics(fixture.directory())?;
    diagnostics.sort();
    // The type `Item` is resolved: for an unresolved type, there would be no diagnostic.
    assert_eq!(diagnostics.len(), 4, "{diagnostics:#?}");
    for (line, end) in diagnostics.iter().zip([
        "unresolved import",
        "unresolved import",
        "no field `nothing` on type `Item`",
        "no field `nothing` on type `Item`",
    ]) {
        assert!(line.ends_with(end), "{diagnostics:#?}");
    }
    Ok(())
}
