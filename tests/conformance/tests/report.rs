//! The report says what the tables say.

use std::fs;

use airssys_bindings_conformance::report;

#[test]
fn the_report_is_up_to_date() {
    let report = fs::read_to_string(report::path()).unwrap_or_default();
    let command = "cargo run -p airssys-bindings-conformance --bin report";
    assert!(report == report::render().unwrap(), "run `{command}`");
}
