//! A component of each of the five worlds runs.

use airssys_bindings_tests::guest::Guest;

use super::{PROBE, id, told};

#[tokio::test]
async fn a_component_of_each_world_runs() {
    for (feature, call, world) in [
        ("component", "log", "component"),
        ("filesystem", "read-file", "filesystem_component"),
        ("network", "resolve-host", "network_component"),
        ("process", "get-environment-variable", "process_component"),
        ("full", "log", "full"),
    ] {
        let guest = Guest::named("worlds").feature(feature).feature(call);
        let component = guest.build().expect("it compiles");
        let host = &PROBE.0;
        let program = host.compile(component.bytes()).expect("it exports the lifecycle");
        let name = format!("worlds:{feature}");
        let it = host.instance(&program, id(&name)).start().await.expect("it starts");
        // It calls the extension, of which nothing is granted, and goes on.
        assert_eq!(told(&it, &["which"]).await.as_deref(), Ok(world));
        assert_eq!(it.shutdown().await, Ok(()));
    }
}
