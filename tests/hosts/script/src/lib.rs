//! A host whose bindings a build script makes.

pub mod bindings {
    airssys_bindings::include_bindings!();
}

/// An open file.
pub struct File;

/// An error of a file, or a trap.
pub struct Error;

use airssys_bindings::wasmtime::Result;
use airssys_bindings::wasmtime::component::{HasSelf, Linker};
use bindings::airssys::core_types::types::{self, FileError, Timestamp};

/// What a host has.
pub struct State;

impl types::Host for State {
    fn convert_file_error(&mut self, _: Error) -> Result<FileError> {
        Ok(FileError::NotFound)
    }
}

/// Types have the derives that were asked for.
pub fn same(one: Timestamp, other: Timestamp) -> bool {
    one == other
}

/// Adds one interface to a linker.
pub fn link(linker: &mut Linker<State>) -> Result<()> {
    types::add_to_linker::<_, HasSelf<_>>(linker, |state| state)
}
