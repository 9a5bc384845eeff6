//! Returns its input and logs it: implements every function of the lifecycle, and calls some of the host's.

airssys_bindings::airssys_bindings!({ path: "../../../wit" });

use std::cell::RefCell;

use airssys::core_host::host_services::{self, MessagingError};
use airssys::core_types::types::{
    ComponentError, ComponentId, ExecutionError, HealthStatus, LogLevel, RequestId,
};
use airssys::worlds::component::exports::airssys::core_component::component_lifecycle::{
    ComponentConfig, ComponentMetadata, ExecutionContext, Guest, MemoryRequirements,
};

struct Echo;

thread_local! {
    static CONFIG: RefCell<Option<ComponentConfig>> = const { RefCell::new(None) };
}

impl Guest for Echo {
    fn init(config: ComponentConfig) -> Result<(), ComponentError> {
        if config.config_data == b"wrong" {
            return Err(ComponentError::InvalidConfiguration("it is wrong".to_owned()));
        }
        host_services::log(LogLevel::Info, "started", &config.env_vars);
        CONFIG.set(Some(config));
        Ok(())
    }

    fn execute(operation: Vec<u8>, context: ExecutionContext) -> Result<Vec<u8>, ExecutionError> {
        let now = host_services::current_time();
        if now.seconds < context.received_at.seconds {
            return Err(ExecutionError::Failed("the clock goes backwards".to_owned()));
        }
        if let Some(caller) = &context.caller.component {
            host_services::send_request(caller, &operation, context.timeout_ms.unwrap_or(1000))
                .map_err(|_| ExecutionError::Unavailable)?;
        }
        Ok(operation)
    }

    fn handle_message(sender: ComponentId, message: Vec<u8>) -> Result<(), ComponentError> {
        match host_services::send_message(&sender, &message) {
            Ok(()) => Ok(()),
            Err(MessagingError::PermissionDenied(what)) => Err(ComponentError::Internal(what)),
            Err(other) => Err(ComponentError::Internal(format!("{other:?}"))),
        }
    }

    fn handle_callback(
        request: RequestId,
        outcome: Result<Vec<u8>, ExecutionError>,
    ) -> Result<(), ComponentError> {
        let outcome = match outcome {
            Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
            Err(error) => format!("{error:?}"),
        };
        let context =
            [("request".to_owned(), request.to_string()), ("outcome".to_owned(), outcome)];
        host_services::log(LogLevel::Debug, "answered", &context);
        Ok(())
    }

    fn metadata() -> ComponentMetadata {
        ComponentMetadata {
            id: ComponentId {
                namespace: "acme".to_owned(),
                name: "echo".to_owned(),
                version: "1.2.3".to_owned(),
            },
            description: "Returns its input.".to_owned(),
            authors: vec!["Ada".to_owned(), "Grace".to_owned()],
            memory: MemoryRequirements { minimum_bytes: 1 << 16, maximum_bytes: Some(1 << 20) },
        }
    }

    fn health() -> HealthStatus {
        let started = CONFIG.with_borrow(Option::is_some);
        if started { HealthStatus::Healthy } else { HealthStatus::Unhealthy }
    }

    fn shutdown() -> Result<(), ComponentError> {
        CONFIG.take().map(drop).ok_or(ComponentError::NotRunning)
    }
}

airssys::worlds::component::export!(Echo);
