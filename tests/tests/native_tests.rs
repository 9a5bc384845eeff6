//! Guests have unit tests, which run on the native target with mocks in place of imports.

use airssys_bindings_tests::fixture;
use anyhow::Result;

fn unit_tests(guest: &str) -> Result<()> {
    fixture::guest("test", guest, &["--lib"])
}

#[test]
fn mocks_handles_and_streams_follow_the_rules() -> Result<()> {
    unit_tests("mocked")
}

#[test]
fn components_are_tested_together() -> Result<()> {
    unit_tests("plugged")
}

#[test]
fn a_guest_is_tested_with_files_in_memory() -> Result<()> {
    unit_tests("files")
}

#[test]
fn a_guest_is_tested_with_a_network_in_memory() -> Result<()> {
    unit_tests("probe")
}

#[test]
fn a_guest_is_tested_with_a_mocked_process() -> Result<()> {
    unit_tests("full")
}

#[test]
fn a_guest_is_tested_with_mocked_messages() -> Result<()> {
    unit_tests("relay")
}
