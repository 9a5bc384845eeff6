//! One call of the macro. Features select the exported world and the functions to call.

airssys_bindings::airssys_bindings!({ path: "../../../wit" });

include!("../../idle.rs");

use airssys::core_component::component_lifecycle::{
    ComponentConfig, ComponentMetadata, ExecutionContext, MemoryRequirements,
};
use airssys::core_types::types::{
    ComponentError, ComponentId, ExecutionError, HealthStatus, RequestId,
};

struct Component;

/// Implements the lifecycle of a world and exports it.
macro_rules! export_world {
    ($feature:literal, $world:ident) => {
        #[cfg(feature = $feature)]
        impl airssys::worlds::$world::exports::airssys::core_component::component_lifecycle::Guest
            for Component
        {
            fn init(_: ComponentConfig) -> Result<(), ComponentError> {
                Ok(())
            }

            fn execute(_: Vec<u8>, _: ExecutionContext) -> Result<Vec<u8>, ExecutionError> {
                call();
                Ok(stringify!($world).as_bytes().to_vec())
            }

            idle! { handle_message handle_callback metadata health shutdown }
        }

        #[cfg(feature = $feature)]
        airssys::worlds::$world::export!(Component);
    };
}

export_world!("component", component);
export_world!("filesystem", filesystem_component);
export_world!("network", network_component);
export_world!("process", process_component);
export_world!("full", full);

fn call() {
    #[cfg(feature = "log")]
    airssys::core_host::host_services::log(airssys::core_types::types::LogLevel::Info, "", &[]);
    #[cfg(feature = "read-file")]
    let _ = airssys::ext_filesystem::filesystem::read_file("/data");
    #[cfg(feature = "resolve-host")]
    let _ = airssys::ext_network::network::resolve_host("localhost");
    #[cfg(feature = "get-environment-variable")]
    let _ = airssys::ext_process::process::get_environment_variable("HOME");
}
