//! Types of `core-host` functions are those of the exported lifecycle.

use crate::project::airssys::core_host::host_services;
use crate::project::airssys::core_types::types::{
    ComponentError, ComponentId, ExecutionError, HealthStatus, RequestId,
};
use crate::project::airssys::worlds;

macro_rules! passes_in {
    ($($world:ident),*) => {
        $(const _: () = {
            use worlds::$world::exports::airssys::core_component::component_lifecycle::{
                ComponentConfig, ComponentMetadata, ExecutionContext, Guest,
            };

            struct Passes;

            impl Guest for Passes {
                fn init(_: ComponentConfig) -> Result<(), ComponentError> {
                    for id in host_services::list_components() {
                        Self::handle_message(id, Vec::new())?;
                    }
                    Ok(())
                }

                fn execute(
                    operation: Vec<u8>,
                    mut context: ExecutionContext,
                ) -> Result<Vec<u8>, ExecutionError> {
                    context.received_at = host_services::current_time();
                    let _: ExecutionContext = context;
                    Ok(operation)
                }

                fn handle_message(sender: ComponentId, message: Vec<u8>) -> Result<(), ComponentError> {
                    host_services::send_message(&sender, &message)
                        .map_err(|error| ComponentError::Internal(format!("{error:?}")))
                }

                fn handle_callback(
                    request: RequestId,
                    _: Result<Vec<u8>, ExecutionError>,
                ) -> Result<(), ComponentError> {
                    host_services::cancel_request(request)
                        .map(drop)
                        .map_err(|error| ComponentError::Internal(format!("{error:?}")))
                }

                fn metadata() -> ComponentMetadata {
                    unimplemented!("only the types matter")
                }

                fn health() -> HealthStatus {
                    let info = host_services::get_component_metadata(&Self::metadata().id);
                    info.map_or(HealthStatus::Unknown, |info| info.health)
                }

                fn shutdown() -> Result<(), ComponentError> {
                    Ok(())
                }
            }
        };)*
    };
}

passes_in!(component, filesystem_component, network_component, process_component, full);
