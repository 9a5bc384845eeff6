//! The text files that were read, each with an id by which labels refer to it and the syntax tree of its WIT, how paths are shown,
//! and the one way in which files are written.

use std::collections::BTreeMap;
use std::io::{self, Write as _};
use std::path::{MAIN_SEPARATOR, Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, OnceLock};
use std::{fs, process};

use crate::diagnostic::Diagnostic;
use crate::syntax;
use crate::syntax::tree::Tree;

/// The id of a file in [`Files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct FileId(u32);

/// A text file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SourceFile {
    /// The path for messages, with `/`, relative to the crate if the file is below it: `wit/types/types.wit`.
    pub path: String,
    /// The path in the file system, which is never printed.
    pub absolute: PathBuf,
    /// The source, without a byte order mark.
    pub text: String,
    /// `true` if the file starts with a byte order mark, which the digests of `wit-deps` include.
    pub byte_order_mark: bool,
    /// `true` if the owner of the file may execute it, which the digests of `wit-deps` include.
    pub executable: bool,
}

/// The text files that were read, in the order of reading.
#[derive(Clone, Debug, Default)]
pub struct Files {
    files: Vec<File>,
    /// The revisions of the files that are not from the working copy.
    revisions: BTreeMap<FileId, String>,
}

/// A file, and its syntax tree and syntax errors once these were needed: several stages read them, and parsing takes time.
#[derive(Clone, Debug)]
struct File {
    source: SourceFile,
    parsed: OnceLock<Arc<(Tree, Vec<Diagnostic>)>>,
}

impl Files {
    /// Adds a file and returns its id.
    ///
    /// # Panics
    ///
    /// Panics if more than four billion files are added.
    pub fn add(&mut self, source: SourceFile) -> FileId {
        let id = u32::try_from(self.files.len()).expect("fewer than four billion files");
        self.files.push(File { source, parsed: OnceLock::new() });
        FileId(id)
    }

    /// Returns the file with the id `id`.
    ///
    /// # Panics
    ///
    /// Panics if `id` is from another `Files`.
    #[must_use]
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize].source
    }

    /// Returns the syntax tree of a WIT file.
    ///
    /// # Panics
    ///
    /// Panics if `id` is from another `Files`.
    #[must_use]
    pub fn tree(&self, id: FileId) -> &Tree {
        &self.parsed(id).0
    }

    /// Returns the syntax errors of a WIT file.
    ///
    /// # Panics
    ///
    /// Panics if `id` is from another `Files`.
    #[must_use]
    pub fn syntax_errors(&self, id: FileId) -> &[Diagnostic] {
        &self.parsed(id).1
    }

    fn parsed(&self, id: FileId) -> &(Tree, Vec<Diagnostic>) {
        let File { source, parsed } = &self.files[id.0 as usize];
        parsed.get_or_init(|| Arc::new(syntax::parse(id, &source.text)))
    }

    /// Sets the text of a file.
    ///
    /// # Panics
    ///
    /// Panics if `id` is from another `Files`.
    pub fn set_text(&mut self, id: FileId, text: String) {
        let file = &mut self.files[id.0 as usize];
        file.source.text = text;
        file.parsed = OnceLock::new();
    }

    /// Sets a file to that of other `Files`, and does not parse it again if it is parsed there.
    ///
    /// # Panics
    ///
    /// Panics if `id` is not from both.
    pub fn restore(&mut self, id: FileId, original: &Self) {
        self.files[id.0 as usize].clone_from(&original.files[id.0 as usize]);
    }

    /// Adds a file of another revision, which messages name: `wit/types.wit:4:9 at v1.0.0`.
    pub fn add_revision(&mut self, file: SourceFile, revision: &str) -> FileId {
        let id = self.add(file);
        self.revisions.insert(id, revision.to_owned());
        id
    }

    /// Returns the revision of a file that is not from the working copy.
    #[must_use]
    pub fn revision(&self, id: FileId) -> Option<&str> {
        self.revisions.get(&id).map(String::as_str)
    }

    /// Returns all files with their ids, in the order of reading.
    pub fn iter(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        (0..).map(FileId).zip(self.files.iter().map(|file| &file.source))
    }
}

/// Returns a path with `/` as the separator, as in messages, in generated code, and in Git. Windows accepts it as well.
#[must_use]
pub fn with_slashes(path: &Path) -> String {
    replace_separator(&path.to_string_lossy(), MAIN_SEPARATOR)
}

/// Replaces the separator of the system. Elsewhere, a `\` is a character of a name.
fn replace_separator(path: &str, separator: char) -> String {
    if separator == '/' {
        return path.to_owned();
    }
    // In the paths of `canonicalize`, which have these prefixes, Windows does not accept `/`.
    let path = match path.strip_prefix(r"\\?\UNC\") {
        Some(share) => format!(r"\\{share}"),
        None => path.strip_prefix(r"\\?\").unwrap_or(path).to_owned(),
    };
    path.replace(separator, "/")
}

/// Replaces the content of a file atomically: other processes read the old content or the new one, and an error leaves the old one.
///
/// Creates the file and its folder if they do not exist. Keeps the permissions of the file, and follows a symbolic link. A file
/// that has this content is not written.
///
/// # Errors
///
/// The error of the operating system; [`io::ErrorKind::PermissionDenied`] for a read-only file.
pub fn replace(path: &Path, content: &[u8]) -> io::Result<()> {
    /// Separates the threads of this process.
    static NUMBER: AtomicU32 = AtomicU32::new(0);

    if fs::read(path).is_ok_and(|old| old == content) {
        return Ok(());
    }
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let folder = path.parent().unwrap_or(Path::new(""));
    fs::create_dir_all(folder)?;
    let permissions = fs::metadata(&path).ok().map(|metadata| metadata.permissions());
    if permissions.as_ref().is_some_and(fs::Permissions::readonly) {
        return Err(io::ErrorKind::PermissionDenied.into());
    }
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let temporary = folder.join(format!(".airssys-bindings-{}-{number}.tmp", process::id()));
    let write = || {
        let mut file = fs::File::create(&temporary)?;
        file.write_all(content)?;
        if let Some(permissions) = permissions {
            file.set_permissions(permissions)?;
        }
        file.sync_all()?;
        fs::rename(&temporary, &path)
    };
    write().inspect_err(|_| drop(fs::remove_file(&temporary)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the names in a folder.
    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("the folder exists").flatten();
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn paths_of_windows_have_slashes_and_no_verbatim_prefix() {
        let shown = |path| replace_separator(path, '\\');
        assert_eq!(shown(r"wit\types\types.wit"), "wit/types/types.wit");
        assert_eq!(shown(r"C:\shop\../shared\wit"), "C:/shop/../shared/wit");
        assert_eq!(shown(r"\\?\C:\shop\wit"), "C:/shop/wit");
        assert_eq!(shown(r"\\?\UNC\server\share\wit"), "//server/share/wit");
        assert_eq!(replace_separator(r"wit/a\b.wit", '/'), r"wit/a\b.wit");
    }

    #[test]
    fn a_file_is_parsed_once_for_each_text() {
        let mut original = Files::default();
        let id = original.add(SourceFile {
            path: "a.wit".to_owned(),
            absolute: "a.wit".into(),
            text: "package a:b;\ninterface i {}\n".to_owned(),
            byte_order_mark: false,
            executable: false,
        });
        let tree = std::ptr::from_ref(original.tree(id));
        let mut edited = original.clone();
        assert!(std::ptr::eq(tree, edited.tree(id)));
        edited.set_text(id, "package a:b;\n".to_owned());
        assert!(edited.tree(id).scope.interfaces.is_empty());
        edited.set_text(id, "interface".to_owned());
        assert_eq!(edited.syntax_errors(id).len(), 1);
        edited.restore(id, &original);
        assert!(std::ptr::eq(tree, edited.tree(id)));
        assert_eq!(edited.get(id), original.get(id));
    }

    #[test]
    fn a_replaced_file_has_the_content_and_leaves_nothing_else() {
        let folder = tempfile::tempdir().expect("writable");
        let path = folder.path().join("new/a.rs");
        for content in ["one", "two", "two"] {
            replace(&path, content.as_bytes()).expect("writable");
            assert_eq!(fs::read_to_string(&path).expect("the file exists"), content);
            assert_eq!(names(&folder.path().join("new")), ["a.rs"]);
        }
        replace(&folder.path().join("new"), b"three").expect_err("a folder is no file");
        assert_eq!(names(folder.path()), ["new"]);
    }

    #[test]
    fn readers_of_a_file_that_is_replaced_never_see_a_part_of_it() {
        let folder = tempfile::tempdir().expect("writable");
        let path = folder.path().join("a.rs");
        let texts = ["a".repeat(100_000), "b".repeat(100_000)];
        replace(&path, texts[0].as_bytes()).expect("writable");
        std::thread::scope(|scope| {
            for text in &texts {
                let write = || replace(&path, text.as_bytes()).expect("writable");
                scope.spawn(move || (0..20).for_each(|_| write()));
            }
            for _ in 0..50 {
                assert!(texts.contains(&fs::read_to_string(&path).expect("the file exists")));
            }
        });
        assert_eq!(names(folder.path()), ["a.rs"]);
    }

    #[cfg(unix)]
    #[test]
    fn links_and_permissions_are_kept() {
        use std::os::unix::fs::{PermissionsExt as _, symlink};

        let folder = tempfile::tempdir().expect("writable");
        let (path, link) = (folder.path().join("a.rs"), folder.path().join("link.rs"));
        fs::write(&path, "one").expect("writable");
        symlink("a.rs", &link).expect("writable");
        let mode = || fs::metadata(&path).expect("the file exists").permissions().mode() & 0o777;
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).expect("writable");
        replace(&link, b"two").expect("writable");
        assert!(fs::symlink_metadata(&link).expect("the link exists").is_symlink());
        assert_eq!((fs::read(&path).expect("the file exists"), mode()), (b"two".to_vec(), 0o640));
        fs::set_permissions(&path, fs::Permissions::from_mode(0o440)).expect("writable");
        let error = replace(&path, b"three").expect_err("the file is read-only");
        assert_eq!(error.kind(), io::ErrorKind::PermissionDenied);
        assert_eq!(fs::read(&path).expect("the file exists"), b"two");
    }
}
