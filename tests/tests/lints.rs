//! Generated code raises no warnings on the native target, which editors and unit tests use.

use airssys_bindings_tests::fixture;
use anyhow::Result;

#[test]
fn strict_edition_2021_crate_has_no_warnings() -> Result<()> {
    fixture::guest("clippy", "strict-2021", &[])
}

#[test]
fn strict_edition_2024_crate_has_no_warnings() -> Result<()> {
    fixture::guest("clippy", "strict-2024", &[])
}

#[test]
fn strict_crate_is_documented_without_warnings() -> Result<()> {
    fixture::guest("doc", "strict-2024", &["--no-deps"])
}

#[test]
fn mocks_have_no_warnings() -> Result<()> {
    fixture::guest("clippy", "strict-2021", &["--tests"])?;
    fixture::guest("clippy", "strict-2024", &["--tests"])
}

#[test]
fn guest_unit_tests_run_on_the_native_target() -> Result<()> {
    fixture::guest("test", "two-crates", &["--lib"])
}
