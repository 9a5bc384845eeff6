//! rust-analyzer knows every name of the bindings, and what has no name, with the macro and with a build script.

use airssys_bindings_tests::analyzer::Analyzer;
use airssys_bindings_tests::fixture::Fixture;
use airssys_bindings_tests::folders;
use anyhow::Result;

const NAMES: &str = "
use airssys::core_types::types::{ComponentError, ComponentId, Timestamp};
use airssys::worlds::full::exports::airssys::core_component::component_lifecycle::Guest;

/// What the bindings are used for.
pub fn use_bindings(id: ComponentId) -> Result<u64, ComponentError> {
    let Timestamp { seconds, .. } = airssys::core_host::host_services::current_time();
    Ok(seconds + u64::try_from(id.name.len()).unwrap_or_default())
}

/// A trait of the bindings.
pub fn implemented<T: Guest>() {}
";

const MISTAKES: &str = "
use airssys::core_types::types::Nothing;

/// A field that is not there.
pub fn mistaken(id: ComponentId) {
    drop(id.nothing);
}
";

/// A crate with this call, and its mistakes if there are to be any.
fn project(name: &str, call: &str, mistakes: bool) -> Result<Fixture> {
    let mistakes = if mistakes { MISTAKES } else { "" };
    let fixture = Fixture::new(name, &format!("//! x\n{call}\n{NAMES}{mistakes}"))?;
    fixture.copy(&folders::wit(), "wit")?;
    if call.contains("include") {
        let script = "fn main() {\n    airssys_bindings::build::Config::new().generate();\n}\n";
        fixture.build_script(script)?;
    }
    Ok(fixture)
}

#[test]
fn rust_analyzer_knows_every_name_and_what_is_none() -> Result<()> {
    let analyzer = Analyzer::find()?;
    for (name, call) in [
        ("analyzed-macro", "airssys_bindings::airssys_bindings!();"),
        ("analyzed-script", "airssys_bindings::include_bindings!();"),
    ] {
        let said = analyzer.diagnostics(project(name, call, false)?.folder())?;
        assert_eq!(said, [""; 0], "{call}");
        // It knows what the items are: a field that is not there is none of a type that it could not find.
        let said = analyzer.diagnostics(project(name, call, true)?.folder())?;
        assert_eq!(said.len(), 2, "{said:?}");
        assert!(said[0].contains("E0432") && said[0].ends_with("unresolved import"), "{said:?}");
        assert!(said[1].ends_with("no field `nothing` on type `ComponentId`"), "{said:?}");
    }
    Ok(())
}
