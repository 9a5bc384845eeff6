//! One call of the macro, five worlds: the component is the one whose `export!` is called.

use airssys_bindings_tests::component::Component;
use airssys_bindings_tests::guest::Guest;
use airssys_bindings_tests::host::{Host, Running};
use anyhow::Result;

use crate::components::context;

const TYPES: &str = "airssys:core-types/types@1.0.0";
const LIFECYCLE: &str = "airssys:core-component/component-lifecycle@1.0.0";
const HOST: &str = "airssys:core-host/host-services@1.0.0";
const FILESYSTEM: &str = "airssys:ext-filesystem/filesystem@1.0.0";
const NETWORK: &str = "airssys:ext-network/network@1.0.0";
const PROCESS: &str = "airssys:ext-process/process@1.0.0";

/// The component that exports this world and makes these calls.
fn component(world: &str, calls: &[&str]) -> Result<Component> {
    let guest = Guest::named("worlds").feature(world);
    calls.iter().fold(guest, |guest, call| guest.feature(call)).build()
}

/// The component exports the lifecycle, imports these interfaces and, of those, only these functions.
fn assert_is(component: &Component, imports: &[&str], functions: &[String]) {
    assert_eq!(component.exports, [LIFECYCLE]);
    assert_eq!(component.imports, imports);
    assert_eq!(component.functions, functions);
}

#[test]
fn each_of_the_five_worlds_is_exported_by_its_own_macro() -> Result<()> {
    for (feature, world) in [
        ("component", "component"),
        ("filesystem", "filesystem_component"),
        ("network", "network_component"),
        ("process", "process_component"),
        ("full", "full"),
    ] {
        let component = component(feature, &[])?;
        assert_is(&component, &[TYPES], &[]);
        let mut running = Running::start(&component, Host::default())?;
        let answer = running.call(|it, store| it.call_execute(store, b"", &context()))?;
        assert_eq!(answer.expect("it says which world it is"), world.as_bytes());
    }
    Ok(())
}

#[test]
fn a_component_imports_only_what_its_code_calls() -> Result<()> {
    let component_world = component("component", &["log"])?;
    assert_is(&component_world, &[HOST, TYPES], &[format!("{HOST}#log")]);

    let filesystem = component("filesystem", &["read-file"])?;
    assert_is(&filesystem, &[TYPES, FILESYSTEM], &[format!("{FILESYSTEM}#read-file")]);

    let full = component("full", &["log", "resolve-host", "get-environment-variable"])?;
    let functions = [
        format!("{HOST}#log"),
        format!("{NETWORK}#resolve-host"),
        format!("{PROCESS}#get-environment-variable"),
    ];
    assert_is(&full, &[HOST, TYPES, NETWORK, PROCESS], &functions);
    Ok(())
}

#[test]
fn a_call_outside_the_exported_world_becomes_an_import() -> Result<()> {
    let component = component("component", &["read-file"])?;
    assert_is(&component, &[TYPES, FILESYSTEM], &[format!("{FILESYSTEM}#read-file")]);
    Ok(())
}
