//! `airssys:ext-filesystem`: the engine's answers, on threads that may block.

use wasmtime::component::Resource;

use super::bindings::filesystem::{
    self, DirectoryEntry, FileStat, FilesystemPermission, HostFile, OpenOptions, SeekPosition,
};
use super::capability::filesystem as engine;
use super::state::{State, blocking};
use super::types::{FileError, Timestamp};

/// An open file. It is away while the host works with it.
#[expect(unreachable_pub, reason = "the bindings re-export it")]
pub struct OpenFile(Option<engine::File>);

type Answer<T> = wasmtime::Result<Result<T, FileError>>;

impl State {
    /// Does something with an open file.
    async fn with_file<T: Send + 'static>(
        &mut self,
        handle: &Resource<OpenFile>,
        work: impl FnOnce(&mut engine::File) -> Result<T, super::capability::FileError> + Send + 'static,
    ) -> Answer<T> {
        let file = self.table.get_mut(handle)?.0.take();
        let mut file = file.ok_or_else(|| wasmtime::format_err!("the file is in use"))?;
        let (file, answer) = blocking(move || {
            let answer = work(&mut file);
            (file, answer)
        })
        .await?;
        self.table.get_mut(handle)?.0 = Some(file);
        Ok(answer.map_err(Into::into))
    }

    async fn with_files<T: Send + 'static>(
        &mut self,
        function: &str,
        work: impl FnOnce(engine::Filesystem) -> Result<T, super::capability::FileError>
        + Send
        + 'static,
    ) -> Answer<T> {
        let files = self.engines.files(function)?;
        Ok(blocking(move || work(files)).await?.map_err(Into::into))
    }
}

impl HostFile for State {
    async fn open(&mut self, path: String, options: OpenOptions) -> Answer<Resource<OpenFile>> {
        let has = |option| options.contains(option);
        let options = engine::OpenOptions {
            read: has(OpenOptions::READ),
            write: has(OpenOptions::WRITE),
            append: has(OpenOptions::APPEND),
            create: has(OpenOptions::CREATE),
            create_new: has(OpenOptions::CREATE_NEW),
            truncate: has(OpenOptions::TRUNCATE),
        };
        let files = self.engines.files("[static]file.open")?;
        if let Err(why) = self.handles.check() {
            return Ok(Err(FileError::Io(why)));
        }
        match blocking(move || files.open(&path, options)).await? {
            Ok(file) => Ok(Ok(self.push(OpenFile(Some(file)))?)),
            Err(error) => Ok(Err(error.into())),
        }
    }

    async fn read(&mut self, file: Resource<OpenFile>, length: u32) -> Answer<Vec<u8>> {
        self.with_file(&file, move |file| file.read(length)).await
    }

    async fn write(&mut self, file: Resource<OpenFile>, bytes: Vec<u8>) -> Answer<u32> {
        self.with_file(&file, move |file| file.write(&bytes)).await
    }

    async fn seek(&mut self, file: Resource<OpenFile>, position: SeekPosition) -> Answer<u64> {
        let position = match position {
            SeekPosition::Start(by) => engine::SeekPosition::Start(by),
            SeekPosition::Current(by) => engine::SeekPosition::Current(by),
            SeekPosition::End(by) => engine::SeekPosition::End(by),
        };
        self.with_file(&file, move |file| file.seek(position)).await
    }

    async fn sync(&mut self, file: Resource<OpenFile>) -> Answer<()> {
        self.with_file(&file, engine::File::sync).await
    }

    async fn drop(&mut self, file: Resource<OpenFile>) -> wasmtime::Result<()> {
        self.delete(file).map(drop)
    }
}

impl filesystem::Host for State {
    async fn read_file(&mut self, path: String) -> Answer<Vec<u8>> {
        self.with_files("read-file", move |files| files.read_file(&path)).await
    }

    async fn write_file(&mut self, path: String, bytes: Vec<u8>) -> Answer<()> {
        self.with_files("write-file", move |files| files.write_file(&path, &bytes)).await
    }

    async fn delete_file(&mut self, path: String) -> Answer<()> {
        self.with_files("delete-file", move |files| files.delete_file(&path)).await
    }

    async fn exists(&mut self, path: String) -> Answer<bool> {
        self.with_files("exists", move |files| files.exists(&path)).await
    }

    async fn stat(&mut self, path: String) -> Answer<FileStat> {
        let stat = self.with_files("stat", move |files| files.stat(&path)).await?;
        Ok(stat.map(|stat| FileStat {
            kind: stat.kind.into(),
            size: stat.size,
            modified: stat
                .modified
                .map(|time| Timestamp { seconds: time.seconds, nanoseconds: time.nanoseconds }),
            read_only: stat.read_only,
        }))
    }

    async fn list_directory(&mut self, path: String) -> Answer<Vec<DirectoryEntry>> {
        let entries = self.with_files("list-directory", move |it| it.list_directory(&path)).await?;
        let entry = |entry: engine::DirectoryEntry| DirectoryEntry {
            name: entry.name,
            kind: entry.kind.into(),
        };
        Ok(entries.map(|entries| entries.into_iter().map(entry).collect()))
    }

    async fn create_directory(&mut self, path: String) -> Answer<()> {
        self.with_files("create-directory", move |files| files.create_directory(&path)).await
    }

    async fn remove_directory(&mut self, path: String, recursive: bool) -> Answer<()> {
        let remove = move |files: engine::Filesystem| files.remove_directory(&path, recursive);
        self.with_files("remove-directory", remove).await
    }

    async fn granted_permissions(&mut self) -> wasmtime::Result<Vec<FilesystemPermission>> {
        let files = self.engines.files("granted-permissions")?;
        Ok(files.granted_permissions().iter().map(Into::into).collect())
    }
}
