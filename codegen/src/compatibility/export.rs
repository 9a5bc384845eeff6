//! Copies the roots of a crate as they were in a Git revision into a temporary folder.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use super::git::{Failure, Repository, failure};
use super::temporary::TemporaryFolder;
use frontend::diagnostic::CompatibilityError as Error;
use frontend::roots::Given;

/// The largest number of symbolic links on the way to a file.
const MAX_LINKS: usize = 16;

/// The files of a revision in a temporary folder.
pub(super) struct Exported {
    /// The temporary folder, which is removed with this value.
    pub(super) folder: TemporaryFolder,
    /// The folder in it that stands for the folder of `Cargo.toml`.
    pub(super) manifest_dir: PathBuf,
    /// The roots, relative to `manifest_dir`.
    pub(super) roots: Vec<String>,
    /// The revision without a path.
    pub(super) revision: String,
}

/// Exports the roots of a crate as they were in a revision: `v1.0.0`, or `v1.0.0:path` if they were elsewhere.
///
/// # Errors
///
/// The reason why Git cannot read them.
pub(super) fn export(
    manifest_dir: &Path,
    roots: &[Given<String>],
    revision: &str,
) -> Result<Exported, Failure> {
    let (revision, path) = match revision.split_once(':') {
        Some((revision, path)) => (revision, Some(path)),
        None => (revision, None),
    };
    let repository = Repository::of(manifest_dir, revision)?;
    let folder = TemporaryFolder::new().map_err(|error| cannot_write(&error))?;
    let copy = Copy { repository: &repository, destination: folder.path() };
    let (base, roots) = match path {
        // As in Git, the path starts at the root of the repository.
        Some(path) => (PathBuf::new(), vec![path.to_owned()]),
        None if roots.is_empty() => (repository.prefix.clone(), vec!["wit".to_owned()]),
        None => (repository.prefix.clone(), roots.iter().map(|it| it.value.clone()).collect()),
    };
    for root in &roots {
        let below = Path::new(root).strip_prefix(&repository.top).ok().map(Path::to_owned);
        let inside = normalize(&below.unwrap_or_else(|| base.join(root)));
        let missing = || not_in_revision(root, revision, path.is_some());
        let inside = inside.ok_or_else(missing)?;
        if !copy.path(&inside, &inside, 0)? {
            return Err(missing());
        }
        // Dependencies that are fetched, not committed, are those of today.
        let deps = manifest_dir.join(root).join("deps");
        let exported = folder.path().join(&inside).join("deps");
        if path.is_none() && deps.is_dir() && !exported.exists() {
            copy_folder(&deps, &exported, 0).map_err(|error| cannot_write(&error))?;
        }
    }
    let manifest_dir = folder.path().join(base);
    fs::create_dir_all(&manifest_dir).map_err(|error| cannot_write(&error))?;
    Ok(Exported { folder, manifest_dir, roots, revision: revision.to_owned() })
}

fn cannot_write(error: &io::Error) -> Failure {
    let message = format!("cannot write to a temporary folder: {error}");
    let error = Error::GitFailed { command: "cat-file".to_owned(), message };
    failure(error, "set `TMPDIR` to a folder that can be written")
}

fn not_in_revision(path: &str, revision: &str, has_path: bool) -> Failure {
    let error = Error::NotInRevision { path: path.to_owned(), revision: revision.to_owned() };
    let help = match has_path {
        true => format!("write a path of the repository that `git ls-tree -r {revision}` lists"),
        false => {
            format!("if it was at another path, write it after the revision: `{revision}:path`")
        }
    };
    failure(error, help)
}

/// Copies files of a revision into a folder.
struct Copy<'a> {
    repository: &'a Repository,
    destination: &'a Path,
}

impl Copy<'_> {
    /// Copies the files at or below a path to another path, and returns `false` if there are none. The targets of symbolic links
    /// are copied in place of the links, since they may be outside of the roots.
    fn path(&self, path: &Path, to: &Path, links: usize) -> Result<bool, Failure> {
        let entries = self.repository.entries(path)?;
        if entries.is_empty() {
            // The path may lead through a link.
            return self.through_link(path, to, links);
        }
        for (entry, content) in entries.iter().zip(self.repository.contents(&entries)?) {
            let below = entry.path.strip_prefix(path).unwrap_or(Path::new(""));
            let to = if below.as_os_str().is_empty() { to.to_owned() } else { to.join(below) };
            if !entry.is_link {
                self.write(&to, &content)?;
            } else if let Some(target) = target(&entry.path, &content).filter(|_| links < MAX_LINKS)
            {
                self.path(&target, &to, links + 1)?;
            }
        }
        Ok(true)
    }

    /// Copies a path of which a folder is a symbolic link.
    fn through_link(&self, path: &Path, to: &Path, links: usize) -> Result<bool, Failure> {
        for folder in path.ancestors().skip(1).filter(|it| !it.as_os_str().is_empty()) {
            let entries = self.repository.entries(folder)?;
            let [link] = &entries[..] else { continue };
            if !link.is_link || link.path != folder || links >= MAX_LINKS {
                continue;
            }
            let content = self.repository.contents(&entries)?.pop().unwrap_or_default();
            let rest = path.strip_prefix(folder).unwrap_or(Path::new(""));
            return match target(folder, &content) {
                Some(target) => self.path(&target.join(rest), to, links + 1),
                None => Ok(false),
            };
        }
        Ok(false)
    }

    fn write(&self, path: &Path, content: &[u8]) -> Result<(), Failure> {
        let path = self.destination.join(path);
        let write = || {
            fs::create_dir_all(path.parent().unwrap_or(self.destination))?;
            fs::write(&path, content)
        };
        write().map_err(|error| cannot_write(&error))
    }
}

/// Returns the path in the repository that a symbolic link points to, unless it is outside.
fn target(link: &Path, content: &[u8]) -> Option<PathBuf> {
    let target = std::str::from_utf8(content).ok()?;
    normalize(&link.parent().unwrap_or(Path::new("")).join(target))
}

/// Removes `.` and `..` from a path. `None` for a path out of the repository.
fn normalize(path: &Path) -> Option<PathBuf> {
    let mut normal = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => normal.push(name),
            Component::CurDir => {}
            Component::ParentDir if normal.pop() => {}
            Component::ParentDir | Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(normal)
}

/// Copies the files of a folder at any depth.
fn copy_folder(from: &Path, to: &Path, depth: usize) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let path = entry?.path();
        let Some(to) = path.file_name().map(|name| to.join(name)) else { continue };
        if path.is_dir() && depth < MAX_LINKS {
            copy_folder(&path, &to, depth + 1)?;
        } else if path.is_file() {
            fs::copy(&path, to)?;
        }
    }
    Ok(())
}
