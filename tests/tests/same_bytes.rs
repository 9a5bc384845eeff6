//! The expansion does not depend on where the crate is.

use airssys_bindings_tests::fixture::Fixture;
use airssys_bindings_tests::folders;
use anyhow::Result;

/// The expansion of a crate with all packages of the project, in a folder below this one.
fn expansion(parent: &str) -> Result<String> {
    let fixture =
        Fixture::within(parent, "checkout", "//! x\nairssys_bindings::airssys_bindings!();\n")?;
    fixture.copy(&folders::wit(), "wit")?;
    fixture.expand()
}

#[test]
fn the_expansion_is_the_same_bytes_in_two_checkouts_in_different_folders() -> Result<()> {
    let one = expansion("one")?;
    let other = expansion("another/further/down")?;
    assert!(one.contains("pub mod core_types"), "it is expanded");
    assert!(one == other, "the expansions differ");
    Ok(())
}
