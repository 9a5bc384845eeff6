//! Which Rust types are the same: `tests/guests/same-types` compiles, or does not.

use airssys_bindings_tests::fixture;
use anyhow::Result;

fn compiles(rule: &str) -> Result<()> {
    fixture::guest("check", "same-types", &["--features", rule])
}

#[test]
fn what_the_exported_lifecycle_defines_is_the_same_type_in_the_tree_and_in_every_world()
-> Result<()> {
    compiles("lifecycle")
}

#[test]
fn what_core_host_returns_is_what_the_exported_lifecycle_takes_in_every_world() -> Result<()> {
    compiles("host")
}

#[test]
fn an_imported_resource_and_an_exported_one_are_two_types() -> Result<()> {
    compiles("resources")
}

#[test]
fn two_records_with_the_same_fields_in_different_interfaces_are_two_types() -> Result<()> {
    compiles("twins")
}
