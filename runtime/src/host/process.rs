//! `airssys:ext-process`: the engine's answers.

use wasmtime::component::Resource;

use super::bindings::process::{
    self, Command, ExitStatus, HostProcess, ProcessOutput, ProcessPermission,
};
use super::capability::process as engine;
use super::state::{State, blocking};
use super::types::ProcessError;

/// A process that a component has started.
#[expect(unreachable_pub, reason = "the bindings re-export it")]
pub struct Process(engine::Process);

type Answer<T> = wasmtime::Result<Result<T, ProcessError>>;

impl HostProcess for State {
    async fn spawn(&mut self, command: Command) -> Answer<Resource<Process>> {
        let processes = self.engines.processes("[static]process.spawn")?;
        if let Err(why) = self.handles.check() {
            return Ok(Err(ProcessError::Io(why)));
        }
        let command = engine::Command {
            program: command.program,
            arguments: command.arguments,
            env_vars: command.env_vars,
            working_directory: command.working_directory,
            input: command.input,
        };
        match blocking(move || processes.spawn(&command)).await? {
            Ok(process) => Ok(Ok(self.push(Process(process))?)),
            Err(error) => Ok(Err(error.into())),
        }
    }

    async fn id(&mut self, process: Resource<Process>) -> wasmtime::Result<u32> {
        Ok(self.table.get(&process)?.0.id())
    }

    async fn wait(
        &mut self,
        process: Resource<Process>,
        timeout_ms: Option<u64>,
    ) -> Answer<ExitStatus> {
        let status = self.table.get_mut(&process)?.0.wait(timeout_ms).await;
        Ok(status.map(Into::into).map_err(Into::into))
    }

    async fn kill(&mut self, process: Resource<Process>) -> Answer<()> {
        Ok(self.table.get(&process)?.0.kill().await.map_err(Into::into))
    }

    async fn exit_status(&mut self, process: Resource<Process>) -> Answer<Option<ExitStatus>> {
        let status = self.table.get(&process)?.0.exit_status();
        Ok(status.map(|status| status.map(Into::into)).map_err(Into::into))
    }

    async fn output(&mut self, process: Resource<Process>) -> Answer<ProcessOutput> {
        let output = self.table.get(&process)?.0.output().await;
        Ok(Ok(ProcessOutput { stdout: output.stdout, stderr: output.stderr }))
    }

    async fn drop(&mut self, process: Resource<Process>) -> wasmtime::Result<()> {
        self.delete(process).map(drop)
    }
}

impl process::Host for State {
    async fn get_environment_variable(&mut self, name: String) -> Answer<Option<String>> {
        let processes = self.engines.processes("get-environment-variable")?;
        Ok(processes.environment_variable(&name).map_err(Into::into))
    }

    async fn granted_permissions(&mut self) -> wasmtime::Result<Vec<ProcessPermission>> {
        let processes = self.engines.processes("granted-permissions")?;
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
