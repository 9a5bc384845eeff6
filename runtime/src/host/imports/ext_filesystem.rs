//! `airssys:ext-filesystem`: runs the blocking calls of [`engine::Filesystem`] on blocking threads.

use wasmtime::component::Resource;

use crate::host::bindings::filesystem::{
    self, DirectoryEntry, FileStat, FilesystemPermission, HostFile, OpenOptions, SeekPosition,
};
use crate::host::bindings::types::{FileError, Timestamp};
use crate::host::capability::filesystem as engine;
use crate::host::resources::OpenFile;
use crate::host::state::State;

type EngineResult<T> = Result<T, crate::host::capability::FileError>;
type CallResult<T> = wasmtime::Result<Result<T, FileError>>;

impl State {
    /// Runs an operation on an open file.
    async fn with_file<T: Send + 'static>(
        &mut self,
        handle: &Resource<OpenFile>,
        operation: impl FnOnce(&mut engine::File) -> EngineResult<T> + Send + 'static,
    ) -> CallResult<T> {
        let file = self.handles.table.get_mut(handle)?.0.take();
        let mut file = file.ok_or_else(|| wasmtime::format_err!("the file is in use"))?;
        let call = move || {
            let result = operation(&mut file);
            (file, result)
        };
        let (file, result) = self.block(call).await?;
        self.handles.table.get_mut(handle)?.0 = Some(file);
        Ok(result.map_err(Into::into))
    }

    /// Runs an operation of the interface's `function`.
    async fn with_filesystem<T: Send + 'static>(
        &mut self,
        function: &str,
        operation: impl FnOnce(engine::Filesystem) -> EngineResult<T> + Send + 'static,
    ) -> CallResult<T> {
        let filesystem = self.extensions.filesystem(function)?;
        Ok(self.block(move || operation(filesystem)).await?.map_err(Into::into))
    }
}

impl HostFile for State {
    async fn open(&mut self, path: String, options: OpenOptions) -> CallResult<Resource<OpenFile>> {
        let options = engine::OpenOptions {
            read: options.contains(OpenOptions::READ),
            write: options.contains(OpenOptions::WRITE),
            append: options.contains(OpenOptions::APPEND),
            create: options.contains(OpenOptions::CREATE),
            create_new: options.contains(OpenOptions::CREATE_NEW),
            truncate: options.contains(OpenOptions::TRUNCATE),
        };
        let filesystem = self.extensions.filesystem("[static]file.open")?;
        if let Err(reason) = self.handles.check_limit() {
            return Ok(Err(FileError::Io(reason)));
        }
        match self.block(move || filesystem.open(&path, options)).await? {
            Ok(file) => Ok(Ok(self.handles.push(OpenFile(Some(file)))?)),
            Err(error) => Ok(Err(error.into())),
        }
    }

    async fn read(&mut self, file: Resource<OpenFile>, length: u32) -> CallResult<Vec<u8>> {
        self.with_file(&file, move |file| file.read(length)).await
    }

    async fn write(&mut self, file: Resource<OpenFile>, bytes: Vec<u8>) -> CallResult<u32> {
        self.with_file(&file, move |file| file.write(&bytes)).await
    }

    async fn seek(&mut self, file: Resource<OpenFile>, position: SeekPosition) -> CallResult<u64> {
        let position = match position {
            SeekPosition::Start(offset) => engine::SeekPosition::Start(offset),
            SeekPosition::Current(offset) => engine::SeekPosition::Current(offset),
            SeekPosition::End(offset) => engine::SeekPosition::End(offset),
        };
        self.with_file(&file, move |file| file.seek(position)).await
    }

    async fn sync(&mut self, file: Resource<OpenFile>) -> CallResult<()> {
        self.with_file(&file, engine::File::sync).await
    }

    async fn drop(&mut self, file: Resource<OpenFile>) -> wasmtime::Result<()> {
        self.handles.delete(file).map(drop)
    }
}

impl filesystem::Host for State {
    async fn read_file(&mut self, path: String) -> CallResult<Vec<u8>> {
        self.with_filesystem("read-file", move |it| it.read_file(&path)).await
    }

    async fn write_file(&mut self, path: String, bytes: Vec<u8>) -> CallResult<()> {
        self.with_filesystem("write-file", move |it| it.write_file(&path, &bytes)).await
    }

    async fn delete_file(&mut self, path: String) -> CallResult<()> {
        self.with_filesystem("delete-file", move |it| it.delete_file(&path)).await
    }

    async fn exists(&mut self, path: String) -> CallResult<bool> {
        self.with_filesystem("exists", move |it| it.exists(&path)).await
    }

    async fn stat(&mut self, path: String) -> CallResult<FileStat> {
        let stat = self.with_filesystem("stat", move |it| it.stat(&path)).await?;
        Ok(stat.map(|stat| FileStat {
            kind: stat.kind.into(),
            size: stat.size,
            modified: stat
                .modified
                .map(|time| Timestamp { seconds: time.seconds, nanoseconds: time.nanoseconds }),
            read_only: stat.read_only,
        }))
    }

    async fn list_directory(&mut self, path: String) -> CallResult<Vec<DirectoryEntry>> {
        let entries =
            self.with_filesystem("list-directory", move |it| it.list_directory(&path)).await?;
        let entry = |entry: engine::DirectoryEntry| DirectoryEntry {
            name: entry.name,
            kind: entry.kind.into(),
        };
        Ok(entries.map(|entries| entries.into_iter().map(entry).collect()))
    }

    async fn create_directory(&mut self, path: String) -> CallResult<()> {
        self.with_filesystem("create-directory", move |it| it.create_directory(&path)).await
    }

    async fn remove_directory(&mut self, path: String, recursive: bool) -> CallResult<()> {
        self.with_filesystem("remove-directory", move |it| it.remove_directory(&path, recursive))
            .await
    }

    async fn granted_permissions(&mut self) -> wasmtime::Result<Vec<FilesystemPermission>> {
        let filesystem = self.extensions.filesystem("granted-permissions")?;
        Ok(filesystem.granted_permissions().iter().map(Into::into).collect())
    }
}
