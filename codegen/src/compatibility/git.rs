//! Reads files of a Git revision, as objects: the working copy and the index are neither read nor changed.

use std::ffi::OsStr;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use frontend::diagnostic::{CompatibilityError as Error, Diagnostic, Help, Location};
use frontend::files::with_slashes;

/// The extensions of the files that may belong to a directory of WIT.
const EXTENSIONS: [&str; 5] = ["wit", "wasm", "wat", "toml", "lock"];

/// Variables with which Git, for example in a hook, names a repository other than that of the folder.
const REPOSITORY: [&str; 4] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX"];

/// An error with its help, but without a location.
pub(super) type Failure = Box<Diagnostic>;

/// Returns an error with its help.
pub(super) fn failure(error: Error, help: impl Into<Help>) -> Failure {
    Box::new(Diagnostic::new(error, Location::Call).with_help(help))
}

/// A repository and a revision in it.
pub(super) struct Repository {
    /// The folder in which Git runs.
    folder: PathBuf,
    /// The top folder of the working copy.
    pub(super) top: PathBuf,
    /// The path of `folder` in the repository.
    pub(super) prefix: PathBuf,
    /// The object of the revision's tree.
    tree: String,
}

impl Repository {
    /// Finds the repository of a folder, and a revision in it.
    pub(super) fn of(folder: &Path, revision: &str) -> Result<Self, Failure> {
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
    pub(super) fn entries(&self, path: &Path) -> Result<Vec<Entry>, Failure> {
        let path = with_slashes(path);
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
    pub(super) fn contents(&self, entries: &[Entry]) -> Result<Vec<Vec<u8>>, Failure> {
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
pub(super) struct Entry {
    pub(super) is_link: bool,
    object: String,
    pub(super) path: PathBuf,
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
