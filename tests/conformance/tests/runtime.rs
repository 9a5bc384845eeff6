//! Runs every composition of `tests/runtime` whose components are all written in Rust.

use airssys_bindings_conformance::expected::Runtime;
use airssys_bindings_conformance::runtime::{self, Case};

#[test]
fn table_lists_all_compositions() {
    let cases = Case::all().unwrap();
    let names = |case: &Case| {
        let compositions = case.compositions().into_iter();
        compositions.map(|composition| composition.name(case)).collect::<Vec<_>>()
    };
    let compositions: Vec<_> = cases.iter().flat_map(names).collect();
    assert_eq!(Runtime::read().unwrap().compositions, compositions);
}

#[test]
fn compositions_run() {
    let expected = Runtime::read().unwrap();
    let mut unexpected = String::new();
    for (name, outcome) in &runtime::outcomes().unwrap() {
        match outcome {
            Err(error) if !expected.fails.contains_key(name) => {
                unexpected += &format!("`{name}` fails: {error:#}\n\n");
            }
            Ok(()) if expected.fails.contains_key(name) => {
                unexpected += &format!("`{name}` runs: remove it from `expected/runtime.toml`\n\n");
            }
            Ok(()) | Err(_) => {}
        }
    }
    assert!(unexpected.is_empty(), "{unexpected}");
}
