//! One call of the macro for five worlds: `export!` decides which world the component has.

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

/// Builds the component that exports a world and makes these calls.
fn component(world: &str, calls: &[&str]) -> Result<Component> {
    let guest = Guest::named("worlds").feature(world);
    calls.iter().fold(guest, |guest, call| guest.feature(call)).build()
}

/// Checks that the component exports the lifecycle, and imports only these interfaces and functions.
fn assert_imports(component: &Component, imports: &[&str], functions: &[String]) {
    assert_eq!(component.exports, [LIFECYCLE]);
    assert_eq!(component.imports, imports);
    assert_eq!(component.functions, functions);
}

#[test]
fn each_world_is_exported_by_its_own_macro() -> Result<()> {
    for (feature, world) in [
        ("component", "component"),
        ("filesystem", "filesystem_component"),
        ("network", "network_component"),
        ("process", "process_component"),
        ("full", "full"),
    ] {
        let component = component(feature, &[])?;
        assert_imports(&component, &[TYPES], &[]);
        let mut running = Running::start(&component, Host::default())?;
        let answer = running.call(|it, store| it.call_execute(store, b"", &context()))?;
        assert_eq!(answer.expect("execute succeeds"), world.as_bytes());
    }
    Ok(())
}

#[test]
fn component_imports_only_the_functions_that_it_calls() -> Result<()> {
    let component_world = component("component", &["log"])?;
    assert_imports(&component_world, &[HOST, TYPES], &[format!("{HOST}#log")]);

    let filesystem = component("filesystem", &["read-file"])?;
    assert_imports(&filesystem, &[TYPES, FILESYSTEM], &[format!("{FILESYSTEM}#read-file")]);

    let full = component("full", &["log", "resolve-host", "get-environment-variable"])?;
    let functions = [
        format!("{HOST}#log"),
        format!("{NETWORK}#resolve-host"),
        format!("{PROCESS}#get-environment-variable"),
    ];
    assert_imports(&full, &[HOST, TYPES, NETWORK, PROCESS], &functions);
    Ok(())
}

#[test]
fn call_outside_the_exported_world_becomes_an_import() -> Result<()> {
    let component = component("component", &["read-file"])?;
    assert_imports(&component, &[TYPES, FILESYSTEM], &[format!("{FILESYSTEM}#read-file")]);
    Ok(())
}
