//! Runs the compositions of `tests/runtime` in native code, with each component's exports plugged into the imports of another.

use std::collections::BTreeSet;

use airssys_bindings_conformance::expected::{Native, Runtime};
use airssys_bindings_conformance::runtime::native;

#[test]
fn native_table_names_compositions() {
    let expected = Native::read().unwrap();
    let compositions: BTreeSet<String> =
        Runtime::read().unwrap().compositions.into_iter().collect();
    for name in expected.excluded.keys().chain(expected.fails.keys()) {
        assert!(compositions.contains(name), "`{name}` is no composition");
    }
}

#[test]
fn compositions_run_in_native_code() {
    let expected = Native::read().unwrap();
    let outcomes = native::outcomes().unwrap();
    let mut unexpected = String::new();
    for (name, outcome) in &outcomes {
        match outcome {
            Err(error) if !expected.fails.contains_key(name) => {
                unexpected += &format!("`{name}` fails: {error:#}\n\n");
            }
            Ok(()) if expected.fails.contains_key(name) => {
                unexpected += &format!("`{name}` runs: remove it from `expected/native.toml`\n\n");
            }
            Ok(()) | Err(_) => {}
        }
    }
    assert!(unexpected.is_empty(), "{unexpected}");
    let run = outcomes.values().filter(|outcome| outcome.is_ok()).count();
    assert!(run >= 60, "{run} compositions run");
}
