//! No warning comes from the macro, on the native target, where editors and unit tests look.

use airssys_bindings_tests::fixture;
use anyhow::Result;

#[test]
fn a_strict_crate_in_edition_2021_compiles_without_a_warning() -> Result<()> {
    fixture::guest("clippy", "strict-2021", &[])
}

#[test]
fn a_strict_crate_in_edition_2024_compiles_without_a_warning() -> Result<()> {
    fixture::guest("clippy", "strict-2024", &[])
}

#[test]
fn the_documentation_of_a_strict_crate_is_made_without_a_warning() -> Result<()> {
    fixture::guest("doc", "strict-2024", &["--no-deps"])
}

#[test]
fn a_unit_test_of_a_guest_runs_on_the_native_target() -> Result<()> {
    fixture::guest("test", "two-crates", &["--lib"])
}
