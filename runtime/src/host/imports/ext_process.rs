//! `airssys:ext-process`, implemented by [`engine::Processes`].

use wasmtime::component::Resource;

use crate::host::bindings::process::{
    self, Command, ExitStatus, HostProcess, Process, ProcessOutput, ProcessPermission,
};
use crate::host::bindings::types::ProcessError;
use crate::host::capability::process as engine;
use crate::host::state::State;

type CallResult<T> = wasmtime::Result<Result<T, ProcessError>>;

impl HostProcess for State {
    async fn spawn(&mut self, command: Command) -> CallResult<Resource<Process>> {
        let processes = self.extensions.processes("[static]process.spawn")?;
        if let Err(reason) = self.handles.check_limit() {
            return Ok(Err(ProcessError::Io(reason)));
        }
        let command = engine::Command {
            program: command.program,
            arguments: command.arguments,
            env_vars: command.env_vars,
            working_directory: command.working_directory,
            input: command.input,
        };
        processes.room().await;
        match self.block(move || processes.spawn(&command)).await? {
            Ok(process) => Ok(Ok(self.handles.push(process)?)),
            Err(error) => Ok(Err(error.into())),
        }
    }

    async fn id(&mut self, process: Resource<Process>) -> wasmtime::Result<u32> {
        Ok(self.handles.table.get(&process)?.id())
    }

    async fn wait(
        &mut self,
        process: Resource<Process>,
        timeout_ms: Option<u64>,
    ) -> CallResult<ExitStatus> {
        let status = self.handles.table.get_mut(&process)?.wait(timeout_ms).await;
        Ok(status.map(Into::into).map_err(Into::into))
    }

    async fn kill(&mut self, process: Resource<Process>) -> CallResult<()> {
        Ok(self.handles.table.get(&process)?.kill().await.map_err(Into::into))
    }

    async fn exit_status(&mut self, process: Resource<Process>) -> CallResult<Option<ExitStatus>> {
        let status = self.handles.table.get(&process)?.exit_status();
        Ok(status.map(|status| status.map(Into::into)).map_err(Into::into))
    }

    async fn output(&mut self, process: Resource<Process>) -> CallResult<ProcessOutput> {
        let output = self.handles.table.get(&process)?.output().await;
        Ok(Ok(ProcessOutput { stdout: output.stdout, stderr: output.stderr }))
    }

    async fn drop(&mut self, process: Resource<Process>) -> wasmtime::Result<()> {
        let process = self.handles.delete(process)?;
        // Killing it searches for its descendants.
        self.block(move || drop(process)).await
    }
}

impl process::Host for State {
    async fn get_environment_variable(&mut self, name: String) -> CallResult<Option<String>> {
        let processes = self.extensions.processes("get-environment-variable")?;
        Ok(processes.environment_variable(&name).map_err(Into::into))
    }

    async fn granted_permissions(&mut self) -> wasmtime::Result<Vec<ProcessPermission>> {
        let processes = self.extensions.processes("granted-permissions")?;
        Ok(processes.granted_permissions().iter().map(Into::into).collect())
    }
}

impl From<engine::ExitStatus> for ExitStatus {
    fn from(status: engine::ExitStatus) -> Self {
        match status {
            engine::ExitStatus::Exited(code) => Self::Exited(code),
            engine::ExitStatus::Signalled(signal) => Self::Signalled(signal),
        }
    }
}
