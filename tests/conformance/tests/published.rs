//! Expands every WIT directory of the packages in `tests/published`, and each of its worlds alone, on both sides.
//! `cargo run -p airssys-bindings-conformance --bin published` compiles them as well.

use airssys_bindings_conformance::published::{self, Failure, Table};

#[test]
fn directories_expand() {
    let table = Table::read().unwrap();
    let roots = published::roots().unwrap();
    let roots = roots.iter().filter(|root| !root.is_large());
    let cases: Vec<_> = roots.flat_map(published::cases).collect();
    let failures = published::expand(&cases);
    let mut unexpected = String::new();
    for case in &cases {
        let exception = table.exceptions.iter().find(|exception| exception.is_about(case));
        let exception = exception.filter(|exception| exception.is_reported());
        match (failures.get(case), exception) {
            (Some(failure), Some(exception)) if failure.code == exception.code => {}
            (Some(failure), _) => unexpected += &format!("{case} fails:\n{}\n", failure.message),
            (None, Some(_)) => unexpected += &format!("{case} expands: write the table again\n"),
            (None, None) => {}
        }
    }
    assert!(unexpected.is_empty(), "{unexpected}");
}

/// The calls that the original macro compiles. Hosts have an exported interface as an import as well, for its types, and Wasmtime's
/// `bindgen!` cannot import a resource with a function `drop`.
const OURS: [(&str, Option<&str>); 1] = [("tests/codegen/issue1703.wit", Some("foo:bar/test"))];

#[test]
fn exceptions_are_limits_of_the_original_macros() {
    for exception in Table::read().unwrap().exceptions {
        let has_code = exception.is_reported() && !exception.code.starts_with("AB99");
        let is_ours = OURS.contains(&(exception.path.as_str(), exception.world.as_deref()));
        let is_of_upstream = (exception.upstream.is_some() || is_ours) && has_code;
        assert!(exception.code == Failure::LIMIT || is_of_upstream, "{exception:?}");
    }
}
