//! The core services.

use crate::airssys::core_capabilities::capabilities::{
    FilesystemAction, FilesystemPermission, NetworkAction, NetworkPermission, Permission,
    ProcessAction, ProcessPermission,
};
use crate::airssys::core_host::host_services::{self, LogLevel};
use crate::airssys::core_types::types::{ComponentId, HealthStatus};
use crate::{Arguments, CALLBACKS, CONFIG, HEALTH, MESSAGES, number};

pub(crate) fn run(function: &str, arguments: Arguments<'_>) -> Option<String> {
    Some(match (function, arguments) {
        ("echo", [text]) => (*text).to_owned(),
        ("repeat", [text, count]) => text.repeat(number(count)),
        ("config", []) => CONFIG.with_borrow(|config| format!("{config:?}")),
        ("messages", []) => MESSAGES.take().join("\n"),
        ("callbacks", []) => CALLBACKS.take().join("\n"),
        ("health", ["degraded"]) => {
            HEALTH.set(HealthStatus::Degraded);
            String::new()
        }
        ("log", [level, message, context @ ..]) => {
            let context: Vec<_> = context
                .chunks_exact(2)
                .map(|pair| (pair[0].to_owned(), pair[1].to_owned()))
                .collect();
            host_services::log(log_level(level), message, &context);
            String::new()
        }
        ("send", [to, message]) => {
            format!("{:?}", host_services::send_message(&id(to), message.as_bytes()))
        }
        ("send many", [to, count]) => send_many(to, number(count)),
        ("send bytes", [to, count]) => {
            format!("{:?}", host_services::send_message(&id(to), &vec![b'x'; number(count)]))
        }
        ("request", [to, operation, timeout]) => {
            let operation = operation.replace(' ', "\t");
            let timeout = number(timeout);
            format!("{:?}", host_services::send_request(&id(to), operation.as_bytes(), timeout))
        }
        ("request many", [to, count]) => {
            let answers = (0..number(count))
                .map(|_| host_services::send_request(&id(to), b"echo\thi", 10_000));
            let failed: Vec<_> = answers.filter_map(Result::err).collect();
            format!("{} failed, first {:?}", failed.len(), failed.first())
        }
        ("cancel", [request]) => format!("{:?}", host_services::cancel_request(number(request))),
        ("time", []) => format!("{:?}", host_services::current_time()),
        ("sleep", [millis]) => {
            host_services::sleep_millis(number(millis));
            "slept".to_owned()
        }
        ("list components", []) => {
            let all = host_services::list_components();
            let names: Vec<_> = all
                .iter()
                .map(|id| format!("{}:{}@{}", id.namespace, id.name, id.version))
                .collect();
            names.join(" ")
        }
        ("component", [of]) => format!("{:?}", host_services::get_component_metadata(&id(of))),
        ("check", [kind, action, pattern, port @ ..]) => {
            let port = port.first().map(|port| number(port));
            let permission = permission(kind, action, pattern, port);
            format!("{:?}", host_services::check_permission(&permission))
        }
        _ => return None,
    })
}

/// Parses `namespace:name`, and adds the version 1.0.0.
pub(crate) fn id(text: &str) -> ComponentId {
    let (namespace, name) = text.split_once(':').expect("namespace:name");
    ComponentId {
        namespace: namespace.to_owned(),
        name: name.to_owned(),
        version: "1.0.0".to_owned(),
    }
}

/// Sends numbers until sending fails, and returns how many were sent.
fn send_many(to: &str, count: u32) -> String {
    let to = id(to);
    for sent in 0..count {
        if let Err(error) = host_services::send_message(&to, sent.to_string().as_bytes()) {
            return format!("{sent} {error:?}");
        }
    }
    format!("{count} sent")
}

fn log_level(name: &str) -> LogLevel {
    match name {
        "trace" => LogLevel::Trace,
        "debug" => LogLevel::Debug,
        "info" => LogLevel::Info,
        "warn" => LogLevel::Warn,
        "error" => LogLevel::Error,
        other => panic!("unknown level {other}"),
    }
}

fn permission(kind: &str, action: &str, pattern: &str, port: Option<u16>) -> Permission {
    let pattern = pattern.to_owned();
    match kind {
        "filesystem" => Permission::Filesystem(FilesystemPermission {
            action: match action {
                "read" => FilesystemAction::Read,
                "write" => FilesystemAction::Write,
                "delete" => FilesystemAction::Delete,
                "list-directory" => FilesystemAction::ListDirectory,
                "create-directory" => FilesystemAction::CreateDirectory,
                other => panic!("unknown action {other}"),
            },
            path_pattern: pattern,
        }),
        "network" => Permission::Network(NetworkPermission {
            action: match action {
                "http" => NetworkAction::Http,
                "connect" => NetworkAction::Connect,
                "resolve" => NetworkAction::Resolve,
                other => panic!("unknown action {other}"),
            },
            host_pattern: pattern,
            port,
        }),
        "process" => Permission::Process(ProcessPermission {
            action: match action {
                "spawn" => ProcessAction::Spawn,
                "kill" => ProcessAction::Kill,
                "read-environment" => ProcessAction::ReadEnvironment,
                other => panic!("unknown action {other}"),
            },
            command_pattern: pattern,
        }),
        other => panic!("unknown kind of permission {other}"),
    }
}
