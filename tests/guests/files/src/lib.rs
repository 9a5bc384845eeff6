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

#[cfg(test)]
mod tests {
    use std::cell::RefCell;
    use std::collections::BTreeMap;
    use std::rc::Rc;

    use super::append_first_half;
    use crate::airssys::ext_filesystem::filesystem::{
        self, EntryKind, File, FileError, FileStat, MockFile, OpenOptions, SeekPosition,
    };

    type Content = Rc<RefCell<Vec<u8>>>;

    /// Files in memory.
    #[derive(Default)]
    struct Memory(BTreeMap<String, Content>);

    struct Open {
        content: Content,
        position: RefCell<usize>,
    }

    impl filesystem::Mock for Memory {
        fn file_open(&self, path: &str, _: OpenOptions) -> Result<File, FileError> {
            let content = self.0.get(path).ok_or(FileError::NotFound)?.clone();
            Ok(File::mock(Open { content, position: RefCell::default() }))
        }

        fn stat(&self, path: &str) -> Result<FileStat, FileError> {
            let size = self.0.get(path).ok_or(FileError::NotFound)?.borrow().len() as u64;
            Ok(FileStat { kind: EntryKind::File, size, modified: None, read_only: false })
        }
    }

    impl MockFile for Open {
        fn seek(&self, position: SeekPosition) -> Result<u64, FileError> {
            let size = self.content.borrow().len();
            let position = match position {
                SeekPosition::Start(at) => usize::try_from(at).unwrap(),
                SeekPosition::End(0) => size,
                other => panic!("not expected: {other:?}"),
            };
            self.position.replace(position);
            Ok(position as u64)
        }

        fn read(&self, length: u32) -> Result<Vec<u8>, FileError> {
            let start = *self.position.borrow();
            Ok(self.content.borrow()[start..start + length as usize].to_vec())
        }

        fn write(&self, bytes: &[u8]) -> Result<u32, FileError> {
            self.content.borrow_mut().extend(bytes);
            Ok(u32::try_from(bytes.len()).unwrap())
        }

        fn sync(&self) -> Result<(), FileError> {
            Ok(())
        }
    }

    #[test]
    fn the_first_half_is_appended() {
        let content = Content::new(RefCell::new(b"hello!".to_vec()));
        let files = Memory([("/a".to_owned(), content.clone())].into());
        let _installed = filesystem::mock(Rc::new(files));
        assert_eq!(append_first_half("/a").unwrap(), 9);
        assert_eq!(*content.borrow(), b"hello!hel");
        assert!(matches!(append_first_half("/b"), Err(FileError::NotFound)));
    }
}

/// The same logic with the files of a directory, behind permissions.
#[cfg(all(test, feature = "host"))]
mod tests_on_the_host {
    use std::fs;

    use airssys_bindings::host::{self, FilesystemAction, FilesystemPermission, Permissions};

    use super::append_first_half;
    use crate::airssys::ext_filesystem::filesystem::FileError;

    fn permissions(actions: &[FilesystemAction], path_pattern: &str) -> Permissions {
        let permission =
            |&action| FilesystemPermission { action, path_pattern: path_pattern.to_owned() };
        Permissions {
            filesystem: actions.iter().map(permission).collect(),
            ..Permissions::default()
        }
    }

    #[test]
    fn the_first_half_is_appended() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a");
        fs::write(&path, "hello!").unwrap();
        let path = path.to_str().unwrap();
        let granted = permissions(&[FilesystemAction::Read, FilesystemAction::Write], path);
        let _installed = host::native(granted).install();
        assert_eq!(append_first_half(path).unwrap(), 9);
        assert_eq!(fs::read(path).unwrap(), b"hello!hel");
    }

    #[test]
    fn writing_is_denied_where_only_reading_is_granted() {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("a");
        fs::write(&path, "hello!").unwrap();
        let path = path.to_str().unwrap();
        let _installed = host::native(permissions(&[FilesystemAction::Read], path)).install();
        let denied = append_first_half(path);
        assert!(matches!(denied, Err(FileError::PermissionDenied(_))), "{denied:?}");
        assert_eq!(fs::read(path).unwrap(), b"hello!");
    }
}
