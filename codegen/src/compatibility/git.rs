//! Reads files of a Git revision, as objects: the working copy and the index are neither read nor changed.

use std::ffi::OsStr;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};
use std::process::{Command, Output, Stdio};

use super::temporary::TemporaryFolder;
use frontend::diagnostic::{CompatibilityError as Error, Diagnostic, Help, Location};
use frontend::roots::Given;

/// The largest number of symbolic links on the way to a file.
const MAX_LINKS: usize = 16;

/// The extensions of the files that may belong to a directory of WIT.
const EXTENSIONS: [&str; 5] = ["wit", "wasm", "wat", "toml", "lock"];

/// Variables with which Git, for example in a hook, names a repository other than that of the folder.
const REPOSITORY: [&str; 4] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"];

/// An error with its help, but without a location.
type Failure = Box<Diagnostic>;

fn failure(error: Error, help: impl Into<Help>) -> Failure {
    Box::new(Diagnostic::new(error, Location::Call).with_help(help))
}

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

/// A repository and a revision in it.
struct Repository {
    /// The folder in which Git runs.
    folder: PathBuf,
    /// The top folder of the working copy.
    top: PathBuf,
    /// The path of `folder` in the repository.
    prefix: PathBuf,
    /// The object of the revision's tree.
    tree: String,
}

impl Repository {
    fn of(folder: &Path, revision: &str) -> Result<Self, Failure> {
        let mut repository = Self {
            folder: folder.to_owned(),
            top: PathBuf::new(),
            prefix: PathBuf::new(),
            tree: String::new(),
        };
        let top = repository.run(&["rev-parse", "--show-toplevel"], &[])?;
        if !top.status.success() {
            let is_below_git = folder.ancestors().any(|folder| folder.join(".git").exists());
            return Err(match is_below_git {
                true => failed("rev-parse", &top),
                false => {
                    let help =
                        "compare with a folder or a package: `with_folder` or `with_package`";
                    failure(Error::NotARepository, help)
                }
            });
        }
        repository.top = PathBuf::from(line(&top));
        let prefix = repository.run(&["rev-parse", "--show-prefix"], &[])?;
        repository.prefix = PathBuf::from(line(&prefix));
        let tree = format!("{revision}^{{tree}}");
        let found = repository
            .run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &tree], &[])?;
        if !found.status.success() || revision.is_empty() {
            return Err(repository.missing(revision)?);
        }
        repository.tree = line(&found);
        Ok(repository)
    }

    /// Returns the error for a revision that does not exist.
    fn missing(&self, revision: &str) -> Result<Failure, Failure> {
        let shallow = self.run(&["rev-parse", "--is-shallow-repository"], &[])?;
        let revision = revision.to_owned();
        if line(&shallow) == "true" {
            let help = "run `git fetch --unshallow --tags`; in a GitHub workflow, set `fetch-depth: 0` for \
                        `actions/checkout`";
            return Ok(failure(Error::ShallowClone { revision }, help));
        }
        let help = "write a tag, a branch or a commit that `git rev-parse` knows; `git fetch --tags` fetches the tags";
        Ok(failure(Error::RevisionNotFound { revision }, help))
    }

    /// Runs Git with an input.
    fn run(&self, arguments: &[&str], input: &[u8]) -> Result<Output, Failure> {
        let run = || {
            let mut command = Command::new("git");
            for variable in REPOSITORY {
                command.env_remove(variable);
            }
            let mut child = command
                .args(arguments)
                .current_dir(&self.folder)
                .env("GIT_OPTIONAL_LOCKS", "0")
                .env("LC_ALL", "C")
                .stdin(Stdio::piped())
                .stdout(Stdio::piped())
                .stderr(Stdio::piped())
                .spawn()?;
            let mut stdin = child.stdin.take();
            std::thread::scope(|scope| {
                // Git writes while it reads: both ends of the pipes must be served.
                scope.spawn(move || stdin.as_mut().map(|stdin| stdin.write_all(input)));
                child.wait_with_output()
            })
        };
        run().map_err(|error: io::Error| {
            let error = Error::GitNotFound { reason: error.to_string() };
            let help = "install Git and add it to `PATH`, or compare with a folder: `with_folder`";
            failure(error, help)
        })
    }

    /// Returns the files at or below a path.
    fn entries(&self, path: &Path) -> Result<Vec<Entry>, Failure> {
        let path = path.to_string_lossy().replace('\\', "/");
        let mut arguments = vec!["ls-tree", "-r", "-z", "--full-tree", self.tree.as_str()];
        if !path.is_empty() {
            arguments.extend(["--", path.as_str()]);
        }
        let listed = self.run(&arguments, &[])?;
        if !listed.status.success() {
            return Err(failed("ls-tree", &listed));
        }
        let text = String::from_utf8_lossy(&listed.stdout);
        Ok(text.split('\0').filter_map(Entry::parse).collect())
    }

    /// Returns the content of objects.
    fn contents(&self, entries: &[Entry]) -> Result<Vec<Vec<u8>>, Failure> {
        let input: String = entries.iter().map(|entry| format!("{}\n", entry.object)).collect();
        let output = self.run(&["cat-file", "--batch"], input.as_bytes())?;
        let contents = contents(&output.stdout, entries.len());
        contents.filter(|_| output.status.success()).ok_or_else(|| failed("cat-file", &output))
    }
}

/// Reads the output of `git cat-file --batch`: `<object> blob <size>`, the content, and a line break, for each object.
fn contents(mut output: &[u8], count: usize) -> Option<Vec<Vec<u8>>> {
    let mut contents = Vec::new();
    for _ in 0..count {
        let end = output.iter().position(|byte| *byte == b'\n')?;
        let header = std::str::from_utf8(&output[..end]).ok()?;
        let size: usize = header.rsplit(' ').next()?.parse().ok()?;
        contents.push(output.get(end + 1..end + 1 + size)?.to_vec());
        output = output.get(end + 1 + size + 1..)?;
    }
    Some(contents)
}

/// Returns the error that Git reports.
fn failed(command: &str, output: &Output) -> Failure {
    let message = String::from_utf8_lossy(&output.stderr);
    let message = message.lines().next().unwrap_or("no message").to_owned();
    let help = format!("make `git {command}` work in the folder of `Cargo.toml`");
    failure(Error::GitFailed { command: command.to_owned(), message }, help)
}

/// Returns the first line of the output.
fn line(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().to_owned()
}

/// A file in a tree.
struct Entry {
    is_link: bool,
    object: String,
    path: PathBuf,
}

impl Entry {
    /// Reads a line of `git ls-tree`: `<mode> <type> <object>\t<path>`. A submodule is no file.
    fn parse(line: &str) -> Option<Self> {
        let (description, path) = line.split_once('\t')?;
        let mut words = description.split(' ');
        let (mode, kind, object) = (words.next()?, words.next()?, words.next()?);
        let is_link = mode == "120000";
        let entry = Self { is_link, object: object.to_owned(), path: PathBuf::from(path) };
        (kind == "blob" && (is_link || entry.is_wit())).then_some(entry)
    }

    fn is_wit(&self) -> bool {
        let extension = self.path.extension().and_then(OsStr::to_str);
        extension.is_some_and(|extension| EXTENSIONS.contains(&extension))
    }
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
