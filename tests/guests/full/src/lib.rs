//! Uses every package. The first word of an operation selects what to do.

airssys_bindings::airssys_bindings!({ path: "../../../wit", world: "full" });

include!("../../idle.rs");

use airssys::core_host::host_services;
use airssys::core_types::types::{
    ComponentError, ComponentId, ExecutionError, FileError, HealthStatus, ProcessError, RequestId,
};
use airssys::ext_filesystem::filesystem::{self, File, OpenOptions};
use airssys::ext_network::network::{self, TcpConnection};
use airssys::ext_process::process::{Command, Process};
use exports::airssys::core_component::component_lifecycle::{
    ComponentConfig, ComponentMetadata, ExecutionContext, Guest, MemoryRequirements,
};

struct Full;

/// Opens two files, and closes one before the other.
fn two_files() -> Result<(), FileError> {
    let one = File::open("/one", OpenOptions::READ)?;
    let two = File::open("/two", OpenOptions::READ)?;
    drop(one);
    two.read(1).map(drop)
}

/// Starts a program and waits for it.
fn program() -> Result<String, ProcessError> {
    let command = Command {
        program: "date".to_owned(),
        arguments: vec!["--utc".to_owned()],
        env_vars: Vec::new(),
        working_directory: None,
        input: Vec::new(),
    };
    let process = Process::spawn(&command)?;
    let ended = process.wait(Some(10))?;
    Ok(format!("{} {ended:?}", process.id()))
}

/// Returns the result of a host function that fails with the error number `number`.
fn error(kind: &str, number: u32) -> String {
    let name = number.to_string();
    let recipient = ComponentId { namespace: "error".to_owned(), name, version: String::new() };
    match kind {
        "file" => format!("{:?}", filesystem::stat(&format!("/error/{number}")).map(drop)),
        "network" => format!("{:?}", network::resolve_host(&number.to_string()).map(drop)),
        "connection" => format!("{:?}", TcpConnection::connect("error", 80, None).map(drop)),
        "messaging" => format!("{:?}", host_services::send_message(&recipient, b"")),
        _ => {
            let program = format!("error-{number}");
            let command = Command {
                program,
                arguments: Vec::new(),
                env_vars: Vec::new(),
                working_directory: None,
                input: Vec::new(),
            };
            format!("{:?}", Process::spawn(&command).map(drop))
        }
    }
}

/// Returns the error of `execute` with this number.
fn own_error(number: u32) -> ExecutionError {
    match number {
        0 => ExecutionError::InvalidOperation("no".to_owned()),
        1 => ExecutionError::Failed("no".to_owned()),
        2 => ExecutionError::TimedOut,
        3 => ExecutionError::Cancelled,
        4 => ExecutionError::LimitExceeded("memory".to_owned()),
        _ => ExecutionError::Unavailable,
    }
}

impl Guest for Full {
    fn init(config: ComponentConfig) -> Result<(), ComponentError> {
        match config.config_data.as_slice() {
            b"0" => Err(ComponentError::InvalidConfiguration("no".to_owned())),
            b"1" => Err(ComponentError::InitializationFailed("no".to_owned())),
            b"2" => Err(ComponentError::NotRunning),
            b"3" => Err(ComponentError::InvalidMessage("no".to_owned())),
            b"4" => Err(ComponentError::Internal("no".to_owned())),
            _ => Ok(()),
        }
    }

    fn execute(operation: Vec<u8>, _: ExecutionContext) -> Result<Vec<u8>, ExecutionError> {
        let failed = |error: &dyn std::fmt::Debug| ExecutionError::Failed(format!("{error:?}"));
        let operation = String::from_utf8(operation)
            .map_err(|_| ExecutionError::InvalidOperation("not text".to_owned()))?;
        let words: Vec<&str> = operation.split(' ').collect();
        match words.as_slice() {
            ["files"] => two_files().map(|()| Vec::new()).map_err(|error| failed(&error)),
            ["program"] => program().map(String::into_bytes).map_err(|error| failed(&error)),
            ["copy"] => {
                let bytes = filesystem::read_file("/big").map_err(|error| failed(&error))?;
                filesystem::write_file("/copy", &bytes).map_err(|error| failed(&error))?;
                Ok(bytes)
            }
            ["error", kind, number] => {
                let number = number.parse().map_err(|error| failed(&error))?;
                Ok(error(kind, number).into_bytes())
            }
            ["fail", number] => Err(own_error(number.parse().map_err(|error| failed(&error))?)),
            ["trap"] => panic!("as asked"),
            _ => Err(ExecutionError::InvalidOperation(operation)),
        }
    }

    idle! { handle_message handle_callback metadata health shutdown }
}

export!(Full);

#[cfg(test)]
mod tests {
    use std::rc::Rc;

    use super::program;
    use crate::airssys::ext_process::process::{
        self, Command, ExitStatus, MockProcess, Process, ProcessError,
    };

    struct Date;

    impl process::Mock for Date {
        fn process_spawn(&self, command: &Command) -> Result<Process, ProcessError> {
            assert_eq!(
                (&*command.program, &*command.arguments),
                ("date", &["--utc".to_owned()][..])
            );
            Ok(Process::mock(Self))
        }
    }

    impl MockProcess for Date {
        fn id(&self) -> u32 {
            5
        }

        fn wait(&self, timeout: Option<u64>) -> Result<ExitStatus, ProcessError> {
            assert_eq!(timeout, Some(10));
            Ok(ExitStatus::Exited(0))
        }
    }

    #[test]
    fn a_program_is_started_and_waited_for() {
        let _installed = process::mock(Rc::new(Date));
        assert_eq!(program().unwrap(), "5 ExitStatus::Exited(0)");
    }
}
