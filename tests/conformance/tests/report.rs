//! The report matches the tables.

use std::fs;

use airssys_bindings_conformance::report;

#[test]
fn report_is_up_to_date() {
    let report = fs::read_to_string(report::path()).unwrap_or_default();
    let command = "cargo run -p airssys-bindings-conformance --bin report";
    assert!(report == report::render().unwrap(), "run `{command}`");
}
