//! Calls host functions on request: an operation is a function and its arguments, separated by tabs. The answer is
//! the result in Rust's `Debug` format.

airssys_bindings::airssys_bindings!({ path: "../../../wit" });
airssys_bindings::requested_permissions!("requested-permissions.toml");

mod core;
mod files;
mod misuse;
mod net;
mod processes;

use std::cell::{Cell, RefCell};

use airssys::core_host::host_services::{self, LogLevel};
use airssys::core_types::types::{
    ComponentError, ComponentId, ExecutionError, HealthStatus, RequestId,
};
use airssys::worlds::full::exports::airssys::core_component::component_lifecycle::{
    ComponentConfig, ComponentMetadata, ExecutionContext, Guest, MemoryRequirements,
};

struct Probe;

thread_local! {
    static CONFIG: RefCell<Option<ComponentConfig>> = const { RefCell::new(None) };
    static HEALTH: Cell<HealthStatus> = const { Cell::new(HealthStatus::Healthy) };
    static MESSAGES: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    static CALLBACKS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// The arguments of an operation.
type Arguments<'a> = &'a [&'a str];

fn number<T: std::str::FromStr>(text: &str) -> T {
    text.parse().ok().expect("a number")
}

impl Guest for Probe {
    fn init(config: ComponentConfig) -> Result<(), ComponentError> {
        let data = String::from_utf8_lossy(&config.config_data).into_owned();
        CONFIG.set(Some(config));
        match &*data {
            "refuse" => Err(ComponentError::InvalidConfiguration("as told".to_owned())),
            "" => Ok(()),
            operation => {
                misuse::run(&operation.split('\t').collect::<Vec<_>>());
                Ok(())
            }
        }
    }

    fn execute(operation: Vec<u8>, context: ExecutionContext) -> Result<Vec<u8>, ExecutionError> {
        let operation = String::from_utf8(operation)
            .map_err(|_| ExecutionError::InvalidOperation("not UTF-8".to_owned()))?;
        let mut words = operation.split('\t');
        let function = words.next().unwrap_or_default();
        let arguments: Vec<_> = words.collect();
        let answer = match function {
            "context" => Some(format!("{context:?}")),
            "fail" => return Err(ExecutionError::Failed(arguments.join(" "))),
            "fail with" => return Err(ExecutionError::Failed("x".repeat(number(arguments[0])))),
            _ => core::run(function, &arguments)
                .or_else(|| files::run(function, &arguments))
                .or_else(|| net::run(function, &arguments))
                .or_else(|| processes::run(function, &arguments))
                .or_else(|| misuse::run(&operation.split('\t').collect::<Vec<_>>())),
        };
        answer.map(String::into_bytes).ok_or(ExecutionError::InvalidOperation(operation))
    }

    fn handle_message(sender: ComponentId, message: Vec<u8>) -> Result<(), ComponentError> {
        let text = String::from_utf8_lossy(&message).into_owned();
        match &*text {
            "return to sender" => {
                host_services::send_message(&sender, &message)
                    .map_err(|error| ComponentError::Internal(format!("{error:?}")))?;
            }
            "refuse" => return Err(ComponentError::InvalidMessage("as told".to_owned())),
            _ if text.starts_with("refuse: ") => return Err(ComponentError::Internal(text)),
            "log" => host_services::log(LogLevel::Info, "a message", &[]),
            "trap" | "spin" | "allocate" => drop(misuse::run(&[&text])),
            _ => {}
        }
        MESSAGES.with_borrow_mut(|all| all.push(format!("{}: {text}", sender.name)));
        Ok(())
    }

    fn handle_callback(
        request: RequestId,
        outcome: Result<Vec<u8>, ExecutionError>,
    ) -> Result<(), ComponentError> {
        let outcome = outcome.map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        CALLBACKS.with_borrow_mut(|all| all.push(format!("{request} {outcome:?}")));
        Ok(())
    }

    fn metadata() -> ComponentMetadata {
        ComponentMetadata {
            id: core::id("acme:probe"),
            description: "Does what it is told.".to_owned(),
            authors: vec!["Ada".to_owned()],
            memory: MemoryRequirements { minimum_bytes: 1 << 20, maximum_bytes: None },
        }
    }

    fn health() -> HealthStatus {
        HEALTH.get()
    }

    fn shutdown() -> Result<(), ComponentError> {
        host_services::log(LogLevel::Info, "shutdown", &[]);
        let refuses =
            CONFIG.with_borrow(|it| it.as_ref().is_some_and(|it| !it.env_vars.is_empty()));
        if refuses { Err(ComponentError::Internal("as told".to_owned())) } else { Ok(()) }
    }
}

airssys::worlds::full::export!(Probe);

#[cfg(test)]
mod tests;
