//! Identity of Rust types, checked by the features of the guest `same-types`.

use airssys_bindings_tests::fixture;
use anyhow::Result;

fn check(feature: &str) -> Result<()> {
    fixture::guest("check", "same-types", &["--features", feature])
}

#[test]
fn exported_lifecycle_types_are_shared_by_the_tree_and_all_worlds() -> Result<()> {
    check("lifecycle")
}

#[test]
fn core_host_types_are_shared_with_the_exported_lifecycle() -> Result<()> {
    check("host")
}

#[test]
fn imported_and_exported_resources_are_distinct_types() -> Result<()> {
    check("resources")
}

#[test]
fn equal_records_of_different_interfaces_are_distinct_types() -> Result<()> {
    check("twins")
}
