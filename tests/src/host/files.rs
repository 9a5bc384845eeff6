//! An in-memory file system, as far as the tests need it.

use wasmtime::component::Resource;

use super::Host;
use super::airssys::core_types::types::FileError;
use super::airssys::ext_filesystem::filesystem::{
    self, DirectoryEntry, EntryKind, FileStat, FilesystemPermission, HostFile, OpenOptions,
    SeekPosition,
};

/// An open file: its path and position.
#[derive(Debug)]
pub struct OpenFile {
    path: String,
    position: usize,
}

/// Returns the error with this index in WIT.
fn error(number: &str) -> FileError {
    match number {
        "0" => FileError::PermissionDenied("read".to_owned()),
        "1" => FileError::NotFound,
        "2" => FileError::AlreadyExists,
        "3" => FileError::IsDirectory,
        "4" => FileError::NotDirectory,
        "5" => FileError::DirectoryNotEmpty,
        "6" => FileError::InvalidPath("..".to_owned()),
        "7" => FileError::WrongMode,
        "8" => FileError::NoSpace,
        _ => FileError::Io("on fire".to_owned()),
    }
}

impl Host {
    fn check_allowed(&self, path: &str) -> Result<(), FileError> {
        match path.starts_with("/secret/") {
            true => Err(FileError::PermissionDenied(format!("read {path}"))),
            false => Ok(()),
        }
    }

    fn file(&self, path: &str) -> Result<&Vec<u8>, FileError> {
        if let Some(number) = path.strip_prefix("/error/") {
            return Err(error(number));
        }
        self.check_allowed(path)?;
        self.files.get(path).ok_or(FileError::NotFound)
    }

    fn open_file(&mut self, file: &Resource<OpenFile>) -> (&mut OpenFile, &mut Vec<u8>) {
        let file = self.resources.get_mut(file).expect("the component owns the handle");
        let bytes = self.files.entry(file.path.clone()).or_default();
        (file, bytes)
    }
}

impl HostFile for Host {
    fn open(
        &mut self,
        path: String,
        options: OpenOptions,
    ) -> Result<Resource<OpenFile>, FileError> {
        self.calls.push(format!("file.open({path:?}, {options:?})"));
        if options.contains(OpenOptions::CREATE) {
            self.check_allowed(&path)?;
            self.files.entry(path.clone()).or_default();
        }
        self.file(&path)?;
        Ok(self.resources.push(OpenFile { path, position: 0 }).expect("the table has room"))
    }

    fn read(&mut self, file: Resource<OpenFile>, length: u32) -> Result<Vec<u8>, FileError> {
        self.calls.push(format!("file.read({length})"));
        let (file, bytes) = self.open_file(&file);
        let end = bytes.len().min(file.position + length as usize);
        let read = bytes[file.position.min(end)..end].to_vec();
        file.position += read.len();
        Ok(read)
    }

    fn write(&mut self, file: Resource<OpenFile>, new: Vec<u8>) -> Result<u32, FileError> {
        self.calls.push(format!("file.write({} bytes)", new.len()));
        let (file, bytes) = self.open_file(&file);
        let end = file.position + new.len();
        bytes.resize(bytes.len().max(end), 0);
        bytes[file.position..end].copy_from_slice(&new);
        file.position = end;
        Ok(u32::try_from(new.len()).expect("a component's memory is 32 bits"))
    }

    fn seek(&mut self, file: Resource<OpenFile>, to: SeekPosition) -> Result<u64, FileError> {
        self.calls.push(format!("file.seek({to:?})"));
        let (file, bytes) = self.open_file(&file);
        let (base, offset) = match to {
            SeekPosition::Start(offset) => (0, i64::try_from(offset).unwrap_or(i64::MAX)),
            SeekPosition::Current(offset) => (file.position, offset),
            SeekPosition::End(offset) => (bytes.len(), offset),
        };
        let position = i64::try_from(base).ok().and_then(|base| base.checked_add(offset));
        let position = position.and_then(|position| usize::try_from(position).ok());
        file.position = position.ok_or_else(|| FileError::Io("seek before the start".into()))?;
        Ok(file.position as u64)
    }

    fn sync(&mut self, _: Resource<OpenFile>) -> Result<(), FileError> {
        self.calls.push("file.sync()".to_owned());
        Ok(())
    }

    fn drop(&mut self, file: Resource<OpenFile>) -> wasmtime::Result<()> {
        self.resources.delete(file)?;
        self.calls.push("file.drop()".to_owned());
        Ok(())
    }
}

impl filesystem::Host for Host {
    fn read_file(&mut self, path: String) -> Result<Vec<u8>, FileError> {
        self.calls.push(format!("read-file({path:?})"));
        self.file(&path).cloned()
    }

    fn write_file(&mut self, path: String, bytes: Vec<u8>) -> Result<(), FileError> {
        self.calls.push(format!("write-file({path:?}, {} bytes)", bytes.len()));
        self.check_allowed(&path)?;
        self.files.insert(path, bytes);
        Ok(())
    }

    fn delete_file(&mut self, path: String) -> Result<(), FileError> {
        self.calls.push(format!("delete-file({path:?})"));
        self.file(&path)?;
        self.files.remove(&path);
        Ok(())
    }

    fn exists(&mut self, path: String) -> Result<bool, FileError> {
        self.calls.push(format!("exists({path:?})"));
        self.check_allowed(&path)?;
        Ok(self.files.contains_key(&path))
    }

    fn stat(&mut self, path: String) -> Result<FileStat, FileError> {
        self.calls.push(format!("stat({path:?})"));
        let size = self.file(&path)?.len() as u64;
        Ok(FileStat { kind: EntryKind::File, size, modified: None, read_only: false })
    }

    fn list_directory(&mut self, path: String) -> Result<Vec<DirectoryEntry>, FileError> {
        self.calls.push(format!("list-directory({path:?})"));
        let names = self.files.keys().filter_map(|file| file.strip_prefix(&path));
        let entry = |name: &str| DirectoryEntry {
            name: name.trim_start_matches('/').to_owned(),
            kind: EntryKind::File,
        };
        Ok(names.map(entry).collect())
    }

    fn create_directory(&mut self, path: String) -> Result<(), FileError> {
        self.calls.push(format!("create-directory({path:?})"));
        self.check_allowed(&path)
    }

    fn remove_directory(&mut self, path: String, recursive: bool) -> Result<(), FileError> {
        self.calls.push(format!("remove-directory({path:?}, {recursive})"));
        self.check_allowed(&path)
    }

    fn granted_permissions(&mut self) -> Vec<FilesystemPermission> {
        self.calls.push("granted-permissions()".to_owned());
        Vec::new()
    }
}
