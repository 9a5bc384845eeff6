//! The core services: calls are recorded and get the simplest result.

use super::Host;
use super::airssys::core_capabilities::capabilities::{self, Permission, PermissionResult};
use super::airssys::core_host::host_services::{
    self, ComponentId, ComponentInfo, ExecutionStatus, HealthStatus, LogLevel, MessagingError,
    RequestId, Timestamp,
};
use super::airssys::core_types::types;

/// Returns the error with this index in WIT.
fn error(number: &str) -> MessagingError {
    match number {
        "0" => MessagingError::PermissionDenied("send".to_owned()),
        "1" => MessagingError::ComponentNotFound,
        "2" => MessagingError::ComponentUnavailable,
        "3" => MessagingError::RequestNotFound,
        "4" => MessagingError::MailboxFull,
        "5" => MessagingError::MessageTooLarge(1 << 40),
        _ => MessagingError::Internal("no".to_owned()),
    }
}

impl types::Host for Host {}

impl capabilities::Host for Host {}

impl host_services::Host for Host {
    fn log(&mut self, level: LogLevel, message: String, context: Vec<(String, String)>) {
        let level = match level {
            LogLevel::Trace => "trace",
            LogLevel::Debug => "debug",
            LogLevel::Info => "info",
            LogLevel::Warn => "warn",
            LogLevel::Error => "error",
        };
        let context: Vec<_> =
            context.iter().map(|(name, value)| format!("{name}={value}")).collect();
        self.calls.push(format!("log({level}, {message:?}, [{}])", context.join(", ")));
    }

    fn send_message(
        &mut self,
        recipient: ComponentId,
        message: Vec<u8>,
    ) -> Result<(), MessagingError> {
        self.calls.push(format!("send-message({}, {:?})", recipient.name, text(&message)));
        match recipient.namespace.as_str() {
            "error" => Err(error(&recipient.name)),
            "forbidden" => Err(MessagingError::PermissionDenied("messages to forbidden".into())),
            _ => Ok(()),
        }
    }

    fn send_request(
        &mut self,
        recipient: ComponentId,
        operation: Vec<u8>,
        timeout_ms: u64,
    ) -> Result<RequestId, MessagingError> {
        let operation = text(&operation);
        self.calls.push(format!("send-request({}, {operation:?}, {timeout_ms})", recipient.name));
        Ok(7)
    }

    fn cancel_request(&mut self, request: RequestId) -> Result<ExecutionStatus, MessagingError> {
        self.calls.push(format!("cancel-request({request})"));
        Ok(ExecutionStatus::Running)
    }

    fn current_time(&mut self) -> Timestamp {
        self.calls.push("current-time()".to_owned());
        self.clock += 1;
        Timestamp { seconds: self.clock, nanoseconds: 5 }
    }

    fn sleep_millis(&mut self, millis: u64) {
        self.calls.push(format!("sleep-millis({millis})"));
    }

    fn list_components(&mut self) -> Vec<ComponentId> {
        self.calls.push("list-components()".to_owned());
        vec![component_id("acme", "clock"), component_id("acme", "printer")]
    }

    fn get_component_metadata(&mut self, id: ComponentId) -> Result<ComponentInfo, MessagingError> {
        self.calls.push(format!("get-component-metadata({})", id.name));
        let requested = capabilities::RequestedPermissions {
            component: id.clone(),
            filesystem: Vec::new(),
            network: Vec::new(),
            process: Vec::new(),
        };
        Ok(ComponentInfo { id, health: HealthStatus::Healthy, started_at: None, requested })
    }

    fn check_permission(&mut self, permission: Permission) -> PermissionResult {
        self.calls.push(format!("check-permission({permission:?})"));
        PermissionResult::Denied("this host grants nothing".to_owned())
    }
}

/// The id of a component, version 1.0.0.
#[must_use]
pub fn component_id(namespace: &str, name: &str) -> ComponentId {
    ComponentId { namespace: namespace.into(), name: name.into(), version: "1.0.0".into() }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
