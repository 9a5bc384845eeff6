//! The option `trapping`: a host that implements nothing runs a component, up to its first call of the host.

use airssys_bindings_tests::guest::Guest;
use anyhow::Result;
use wasmtime::component::{Component, HasSelf, Linker};
use wasmtime::{Engine, Store};

#[allow(missing_docs)]
mod bindings {
    airssys_bindings::airssys_bindings!({
        side: host,
        path: "../wit",
        world: "airssys:worlds/component",
        trapping: ["*"],
    });
}

use bindings::exports::airssys::core_component::component_lifecycle::{
    ComponentConfig, HealthStatus, ResourceLimits,
};

#[test]
fn call_of_a_trapping_interface_names_the_function() -> Result<()> {
    let engine = Engine::default();
    let component = Component::new(&engine, Guest::named("echo").build()?.bytes())?;
    let mut linker = Linker::new(&engine);
    bindings::Component::add_to_linker::<_, HasSelf<_>>(&mut linker, |nothing| nothing)?;
    let mut store = Store::new(&engine, ());
    let component = bindings::Component::instantiate(&mut store, &component, &linker)?;
    let lifecycle = component.airssys_core_component_component_lifecycle();
    assert_eq!(lifecycle.call_health(&mut store)?, HealthStatus::Unhealthy);

    let limits =
        ResourceLimits { max_memory_bytes: None, max_execution_ms: None, max_message_bytes: None };
    let config = ComponentConfig { env_vars: Vec::new(), config_data: b"right".to_vec(), limits };
    let trap = lifecycle.call_init(&mut store, &config).expect_err("`log` traps");

    let expected = "`airssys:core-host/host-services@1.0.0#log` is not implemented: the host has it in `trapping`";
    assert!(format!("{trap:#}").contains(expected), "{trap:#}");
    Ok(())
}
