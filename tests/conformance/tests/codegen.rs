//! Every case of `tests/codegen`, in every variant and edition.

use airssys_bindings_conformance::codegen::{self, Case, Edition, VARIANTS};
use airssys_bindings_conformance::expected::Codegen;

/// Compiles all cases, and compares with the table.
fn check(variant: &str, edition: Edition) {
    let expected = Codegen::read().unwrap();
    let variant = VARIANTS.iter().find(|each| each.name == variant).unwrap();
    let failures = codegen::failures(variant, edition).unwrap();
    let mut wrong = String::new();
    for (case, said) in &failures {
        if !expected.fails(variant.name, case) {
            wrong += &format!("`{case}` does not compile:\n{said}\n");
        }
    }
    let passes =
        |case: &&String| expected.fails(variant.name, case) && !failures.contains_key(*case);
    for case in expected.cases.iter().filter(passes) {
        wrong += &format!("`{case}` compiles: take it out of `expected/codegen.toml`\n");
    }
    assert!(wrong.is_empty(), "{} in edition {edition}:\n{wrong}", variant.name);
}

#[test]
fn the_table_lists_all_cases() {
    let cases: Vec<_> = Case::all().unwrap().into_iter().map(|case| case.name).collect();
    assert_eq!(Codegen::read().unwrap().cases, cases);
}

macro_rules! variants {
    ($($test:ident: $variant:literal,)*) => {
        #[test]
        fn each_variant_has_a_test() {
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
