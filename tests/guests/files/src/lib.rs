//! Reads and writes a file through a resource.

airssys_bindings::airssys_bindings!({ path: "../../../wit" });

include!("../../idle.rs");

use airssys::core_types::types::{
    ComponentError, ComponentId, ExecutionError, FileError, HealthStatus, RequestId,
};
use airssys::ext_filesystem::filesystem::{self, File, OpenOptions, SeekPosition};
use airssys::worlds::filesystem_component::exports::airssys::core_component::component_lifecycle::{
    ComponentConfig, ComponentMetadata, ExecutionContext, Guest, MemoryRequirements,
};

struct Files;

/// Appends the first half of a file to it, and returns the new size.
fn append_first_half(path: &str) -> Result<u64, FileError> {
    let file = File::open(path, OpenOptions::READ | OpenOptions::WRITE)?;
    let size = file.seek(SeekPosition::End(0))?;
    file.seek(SeekPosition::Start(0))?;
    let half = file.read(u32::try_from(size / 2).unwrap_or(u32::MAX))?;
    file.seek(SeekPosition::End(0))?;
    file.write(&half)?;
    file.sync()?;
    drop(file);
    Ok(filesystem::stat(path)?.size)
}

impl Guest for Files {
    fn init(_: ComponentConfig) -> Result<(), ComponentError> {
        Ok(())
    }

    fn execute(operation: Vec<u8>, _: ExecutionContext) -> Result<Vec<u8>, ExecutionError> {
        let path = String::from_utf8(operation)
            .map_err(|_| ExecutionError::InvalidOperation("not a path".to_owned()))?;
        match append_first_half(&path) {
            Ok(size) => Ok(size.to_string().into_bytes()),
            Err(FileError::PermissionDenied(what)) => Err(ExecutionError::Failed(what)),
            Err(error) => Err(ExecutionError::Failed(format!("{error:?}"))),
        }
    }

    idle! { handle_message handle_callback metadata health shutdown }
}

airssys::worlds::filesystem_component::export!(Files);
