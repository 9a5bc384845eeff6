//! Every composition of `tests/runtime` whose components are all written in Rust.

use airssys_bindings_conformance::runtime;

#[test]
fn compositions_run() {
    let outcomes = runtime::outcomes().unwrap();
    let mut wrong = String::new();
    for (name, outcome) in &outcomes {
        if let Err(error) = outcome {
            wrong += &format!("`{name}`: {error:#}\n\n");
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
