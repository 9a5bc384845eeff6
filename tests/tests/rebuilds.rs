//! Every file that the macro reads is tracked by Cargo, and nothing else makes it compile again.

use std::fs;
use std::time::SystemTime;

use airssys_bindings_tests::fixture::{Fixture, Outcome};
use airssys_bindings_tests::folders;
use anyhow::{Result, ensure};

const CALL: &str = "//! x\nairssys_bindings::airssys_bindings!();\n";

/// A crate with all packages of the project, already compiled once.
fn compiled(name: &str) -> Result<Fixture> {
    let fixture = Fixture::new(name, CALL)?;
    fixture.copy(&folders::wit(), "wit")?;
    assert_eq!(fixture.check()?, Outcome::Compiled);
    Ok(fixture)
}

#[test]
fn an_unchanged_directory_does_not_rebuild() -> Result<()> {
    let fixture = compiled("unchanged")?;
    assert_eq!(fixture.check()?, Outcome::Fresh);
    fixture.write("notes.txt", "not read by the macro")?;
    assert_eq!(fixture.check()?, Outcome::Fresh);
    Ok(())
}

#[test]
fn an_edit_of_a_wit_file_rebuilds() -> Result<()> {
    let fixture = compiled("edited-wit")?;
    let path = "wit/core/types/types.wit";
    let text = fs::read_to_string(fixture.folder().join(path))?;
    fixture.write(path, &text.replace("timestamp {", "timestamp { /* edited */"))?;
    assert_eq!(fixture.check()?, Outcome::Compiled);
    assert_eq!(fixture.check()?, Outcome::Fresh);
    Ok(())
}

#[test]
fn an_edit_of_a_deps_toml_rebuilds() -> Result<()> {
    let fixture = compiled("edited-manifest")?;
    let path = "wit/core/host/deps.toml";
    let text = fs::read_to_string(fixture.folder().join(path))?;
    fixture.write(path, &format!("{text}# edited\n"))?;
    assert_eq!(fixture.check()?, Outcome::Compiled);
    Ok(())
}

#[test]
fn a_deleted_wit_file_rebuilds() -> Result<()> {
    let fixture = Fixture::new("deleted-wit", CALL)?;
    fixture.write("wit/one.wit", "package a:b;\ninterface one {}\n")?;
    fixture.write("wit/two.wit", "interface two {}\n")?;
    assert_eq!(fixture.check()?, Outcome::Compiled);
    fixture.delete("wit/two.wit")?;
    assert_eq!(fixture.check()?, Outcome::Compiled);
    assert_eq!(fixture.check()?, Outcome::Fresh);
    Ok(())
}

#[test]
fn a_deleted_deps_toml_rebuilds() -> Result<()> {
    let fixture = compiled("deleted-manifest")?;
    fixture.delete("wit/worlds/deps.toml")?;
    assert_eq!(fixture.check()?, Outcome::Compiled);
    Ok(())
}

#[test]
fn a_file_that_was_read_when_the_macro_failed_is_tracked_too() -> Result<()> {
    let fixture = Fixture::new("failed", CALL)?;
    fixture.write("wit/one.wit", "package a:b;\ninterface one { broken }\n")?;
    assert!(fixture.check().is_err());
    fixture.write("wit/one.wit", "package a:b;\ninterface one {}\n")?;
    assert_eq!(fixture.check()?, Outcome::Compiled);
    Ok(())
}

/// When the macro last kept what the one call of a crate expanded to.
fn kept(name: &str) -> Result<SystemTime> {
    let folder = folders::target("fixtures").join("airssys-bindings").join(name);
    let files = fs::read_dir(folder)?.collect::<Result<Vec<_>, _>>()?;
    ensure!(files.len() == 1, "{files:?}");
    Ok(files[0].metadata()?.modified()?)
}

#[test]
fn a_change_of_rust_alone_does_not_generate_the_code_again() -> Result<()> {
    drop(fs::remove_dir_all(folders::target("fixtures").join("airssys-bindings/kept")));
    let fixture = compiled("kept")?;
    let first = kept("kept")?;
    fixture.append("src/lib.rs", "pub use airssys::core_types::types::Timestamp;\n")?;
    assert_eq!(fixture.check()?, Outcome::Compiled);
    assert_eq!(kept("kept")?, first);

    let path = "wit/core/types/types.wit";
    let text = fixture.read(path)?;
    fixture
        .write(path, &text.replace("interface types {", "interface types {\n    type new = u8;"))?;
    fixture.append("src/lib.rs", "pub use airssys::core_types::types::New;\n")?;
    assert_eq!(fixture.check()?, Outcome::Compiled);
    assert!(kept("kept")? > first);
    Ok(())
}
