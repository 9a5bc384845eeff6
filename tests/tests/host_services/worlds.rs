//! Components of each of the five worlds.

use airssys_bindings_tests::guest::Guest;

use super::{PROBE, id, try_call};

#[tokio::test]
async fn component_of_each_world_runs() {
    for (feature, function, world) in [
        ("component", "log", "component"),
        ("filesystem", "read-file", "filesystem_component"),
        ("network", "resolve-host", "network_component"),
        ("process", "get-environment-variable", "process_component"),
        ("full", "log", "full"),
    ] {
        let guest = Guest::named("worlds").feature(feature).feature(function);
        let component = guest.build().expect("the guest compiles");
        let host = &PROBE.0;
        let program = host.compile(component.bytes()).expect("the component exports the lifecycle");
        let name = format!("worlds:{feature}");
        let instance =
            host.instance(&program, id(&name)).start().await.expect("the instance starts");
        // It calls its extension, is denied, and keeps running.
        assert_eq!(try_call(&instance, &["which"]).await.as_deref(), Ok(world));
        assert_eq!(instance.shutdown().await, Ok(()));
    }
}
