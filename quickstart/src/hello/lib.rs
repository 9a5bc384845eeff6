airssys_bindings::airssys_bindings!();
airssys_bindings::requested_permissions!("requested-permissions.toml");

use airssys::core_host::host_services;
use airssys::core_types::types::LogLevel;
use airssys::ext_process::process;
use airssys::worlds::process_component::exports::airssys::core_component::component_lifecycle::*;

struct Hello;

impl Guest for Hello {
    fn init(_: ComponentConfig) -> Result<(), ComponentError> {
        Ok(())
    }

    fn execute(operation: Vec<u8>, context: ExecutionContext) -> Result<Vec<u8>, ExecutionError> {
        let now = host_services::current_time();
        let name = String::from_utf8_lossy(&operation);
        let from = match process::get_environment_variable("USER") {
            Ok(user) => user.unwrap_or("nobody".into()),
            Err(error) => format!("{error:?}"),
        };
        let request = context.request;
        let greeting = format!("hello, {name}, from {from}: request {request} at {} s", now.seconds);
        host_services::log(LogLevel::Info, &greeting, &[]);
        Ok(greeting.into_bytes())
    }

    fn handle_message(_: ComponentId, _: Vec<u8>) -> Result<(), ComponentError> {
        Ok(())
    }

    fn handle_callback(_: RequestId, _: Result<Vec<u8>, ExecutionError>) -> Result<(), ComponentError> {
        Ok(())
    }

    fn metadata() -> ComponentMetadata {
        ComponentMetadata {
            id: ComponentId {
                namespace: "acme".into(),
                name: "hello".into(),
                version: "1.0.0".into(),
            },
            description: "Says hello.".into(),
            authors: vec![],
            memory: MemoryRequirements { minimum_bytes: 65536, maximum_bytes: None },
        }
    }

    fn health() -> HealthStatus {
        HealthStatus::Healthy
    }

    fn shutdown() -> Result<(), ComponentError> {
        Ok(())
    }
}

airssys::worlds::process_component::export!(Hello);
