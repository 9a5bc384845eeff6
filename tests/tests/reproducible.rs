//! Reproducible expansion.

use airssys_bindings_tests::fixture::Fixture;
use airssys_bindings_tests::paths;
use anyhow::Result;

/// Returns the expansion of a crate with all packages of the project, below the directory `parent`.
fn expansion(parent: &str) -> Result<String> {
    let fixture =
        Fixture::within(parent, "checkout", "//! x\nairssys_bindings::airssys_bindings!();\n")?;
    fixture.copy(&paths::wit(), "wit")?;
    fixture.expand()
}

#[test]
fn expansion_does_not_depend_on_the_location_of_the_crate() -> Result<()> {
    let one = expansion("one")?;
    let other = expansion("another/further/down")?;
    assert!(one.contains("pub mod core_types"), "the macro is not expanded");
    assert!(one == other, "the expansions differ");
    Ok(())
}
