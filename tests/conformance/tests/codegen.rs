//! Compiles every case of `tests/codegen`, in every variant and edition.

use airssys_bindings_conformance::codegen::{self, Case, Edition, VARIANTS};
use airssys_bindings_conformance::expected::Codegen;

/// Compiles all cases, and compares the failures with the table.
fn check(variant: &str, edition: Edition) {
    let expected = Codegen::read().unwrap();
    let variant = VARIANTS.iter().find(|each| each.name == variant).unwrap();
    let failures = codegen::failures(variant, edition).unwrap();
    let mut unexpected = String::new();
    for (case, error) in &failures {
        if !expected.fails(variant.name, case) {
            unexpected += &format!("`{case}` does not compile:\n{error}\n");
        }
    }
    let passes =
        |case: &&String| expected.fails(variant.name, case) && !failures.contains_key(*case);
    for case in expected.cases.iter().filter(passes) {
        unexpected += &format!("`{case}` compiles: remove it from `expected/codegen.toml`\n");
    }
    assert!(unexpected.is_empty(), "{} in edition {edition}:\n{unexpected}", variant.name);
}

#[test]
fn table_lists_all_cases() {
    let cases: Vec<_> = Case::all().unwrap().into_iter().map(|case| case.name).collect();
    assert_eq!(Codegen::read().unwrap().cases, cases);
}

macro_rules! variants {
    ($($test:ident: $variant:literal,)*) => {
        #[test]
        fn variants_have_tests() {
            assert_eq!(VARIANTS.map(|variant| variant.name), [$($variant),*]);
        }

        $(mod $test {
            use super::{Edition, check};

            #[test]
            fn in_2021() {
                check($variant, Edition::E2021);
            }

            #[test]
            fn in_2024() {
                check($variant, Edition::E2024);
            }
        })*
    };
}

variants! {
    default: "default",
    borrowed: "borrowed",
    borrowed_duplicate: "borrowed-duplicate",
    sync: "sync",
    no_std: "no-std",
    without_std: "without-std",
    merge_equal: "merge-equal",
    hashmap: "hashmap",
}
