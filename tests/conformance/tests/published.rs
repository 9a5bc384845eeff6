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

#[test]
fn exceptions_are_limits_of_the_original_macros() {
    for exception in Table::read().unwrap().exceptions {
        let has_code = exception.is_reported() && !exception.code.starts_with("AB99");
        let is_of_upstream = exception.upstream.is_some() && has_code;
        assert!(exception.code == Failure::LIMIT || is_of_upstream, "{exception:?}");
    }
}
