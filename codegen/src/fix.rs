//! Applies the verified fixes of errors to the files of a package: `AIRSSYS_BINDINGS_FIX=1` and `build::Config::fix`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Component, Path};
use std::process::{Command, Stdio};
use std::{env, fs};

use similar::TextDiff;

use frontend::diagnostic::{Diagnostic, Edit, Level};
use frontend::files::{self, FileId, SourceFile};
use frontend::sources::Sources;
use frontend::spelling::printable_lines;
use frontend::suggestions::edited_files;

/// Variables that rust-analyzer sets for the process that expands macros, and for the Cargo that builds macros and runs build
/// scripts: before Cargo 1.89 a wrapper of the compiler, since then unstable options of Cargo.
const EDITOR: [&str; 3] = [
    "RUST_ANALYZER_INTERNALS_DO_NOT_USE",
    "RA_RUSTC_WRAPPER",
    "__CARGO_TEST_CHANNEL_OVERRIDE_DO_NOT_USE_THIS",
];

/// Returns `true` in an editor, which must not change files while somebody types.
#[must_use]
pub fn is_editor() -> bool {
    is_editor_with(|name| env::var_os(name).is_some())
}

fn is_editor_with(is_set: impl Fn(&str) -> bool) -> bool {
    EDITOR.into_iter().any(is_set)
}

/// The environment variable that turns fixes on: `1`, or `force`.
pub const VARIABLE: &str = "AIRSSYS_BINDINGS_FIX";

/// The files that fixes may change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fix {
    /// Files without uncommitted changes, so that Git can undo the fix.
    Committed,
    /// All files of the package.
    Force,
}

impl Fix {
    /// Returns the meaning of [`VARIABLE`] in the environment of the process. An editor changes nothing.
    #[must_use]
    pub fn of_environment() -> Option<Self> {
        if is_editor() { None } else { Self::of_variable(&env::var(VARIABLE).ok()?) }
    }

    /// Returns the meaning of a value of [`VARIABLE`]. An unknown value means the same as `1`; an empty one and `0` turn fixes off.
    #[must_use]
    pub fn of_variable(value: &str) -> Option<Self> {
        match value {
            "" | "0" => None,
            "force" => Some(Self::Force),
            _ => Some(Self::Committed),
        }
    }
}

/// The result of one round of fixes.
#[derive(Debug, Default)]
pub(crate) struct Fixed {
    /// `true` if a file was changed.
    pub(crate) changed: bool,
    /// The diffs, and the reasons why files were not changed.
    pub(crate) log: Vec<String>,
}

/// Applies the fixes of all errors that have exactly one, which is no guess. Of fixes that overlap, the first is applied.
pub(crate) fn apply(fix: Fix, sources: &Sources, diagnostics: &[Diagnostic]) -> Fixed {
    let mut chosen: Vec<&Edit> = Vec::new();
    for diagnostic in diagnostics.iter().filter(|it| it.level() == Level::Error) {
        let [suggestion] = &diagnostic.suggestions[..] else { continue };
        if suggestion.is_guess {
            continue;
        }
        let overlaps = |edit: &Edit| chosen.iter().any(|other| overlap(edit, other));
        if !suggestion.edits.iter().any(overlaps) {
            chosen.extend(&suggestion.edits);
        }
    }
    let mut by_file: BTreeMap<FileId, Vec<Edit>> = BTreeMap::new();
    for edit in chosen {
        by_file.entry(edit.file).or_default().push(edit.clone());
    }
    let mut fixed = Fixed::default();
    let protected = Protected::of(sources);
    for (id, edits) in by_file {
        let file = sources.files.get(id);
        let texts = edited_files(&sources.files, &edits).unwrap_or_default();
        let Some((_, text)) = texts.first() else { continue };
        match protected.check(fix, id, file).and_then(|()| {
            files::replace(&file.absolute, &bytes(file, text)).map_err(|error| error.to_string())
        }) {
            Ok(()) => {
                fixed.changed = true;
                let (old, new) = (format!("a/{}", file.path), format!("b/{}", file.path));
                let diff = TextDiff::from_lines(&file.text, text);
                let diff = diff.unified_diff().header(&old, &new).to_string().replace("\r\n", "\n");
                fixed.log.push(printable_lines(&diff).into_owned());
            }
            Err(reason) => fixed.log.push(format!("did not fix `{}`: {reason}\n", file.path)),
        }
    }
    fixed
}

/// Returns `true` if two edits change the same part of a file, or insert at the same position.
fn overlap(a: &Edit, b: &Edit) -> bool {
    a.file == b.file && a.range.start <= b.range.end && b.range.start <= a.range.end
}

/// The files that are never changed.
struct Protected<'a> {
    sources: &'a Sources,
    /// The files of packages in `deps`.
    dependencies: BTreeSet<FileId>,
}

impl<'a> Protected<'a> {
    fn of(sources: &'a Sources) -> Self {
        let dependencies = sources.folders.iter().filter(|folder| folder.dependency);
        let files =
            dependencies.flat_map(|it| it.wit.iter().copied().chain(it.manifest).chain(it.lock));
        Self { sources, dependencies: files.collect() }
    }

    /// Returns the reason why a file must not be changed.
    fn check(&self, fix: Fix, id: FileId, file: &SourceFile) -> Result<(), String> {
        let real = file.absolute.canonicalize().map_err(|error| error.to_string())?;
        let roots = &self.sources.roots;
        let Some(below) = roots.iter().find_map(|root| real.strip_prefix(root).ok()) else {
            return Err("it is outside of the package's WIT".to_owned());
        };
        let in_deps = below.components().any(|part| part == Component::Normal("deps".as_ref()));
        if in_deps || self.dependencies.contains(&id) {
            return Err("it belongs to a dependency".to_owned());
        }
        if fs::symlink_metadata(&file.absolute).is_ok_and(|metadata| metadata.is_symlink()) {
            return Err("it is a symbolic link".to_owned());
        }
        if real.metadata().is_ok_and(|metadata| metadata.permissions().readonly()) {
            return Err("it is read-only".to_owned());
        }
        if fs::read(&real).map_err(|error| error.to_string())? != bytes(file, &file.text) {
            return Err("it has changed since it was read".to_owned());
        }
        if fix == Fix::Committed { is_committed(&file.absolute) } else { Ok(()) }
    }
}

/// Returns an error unless Git knows the file and it has no uncommitted changes.
fn is_committed(file: &Path) -> Result<(), String> {
    let force = format!("; set `{VARIABLE}=force` to fix it all the same");
    let status = Command::new("git")
        .args(["status", "--porcelain", "--ignored", "--"])
        .arg(file.file_name().unwrap_or_default())
        .current_dir(file.parent().unwrap_or(file))
        .stdin(Stdio::null())
        .output();
    match status {
        Ok(output) if output.status.success() && output.stdout.is_empty() => Ok(()),
        Ok(output) if output.status.success() => {
            Err(format!("it has changes that are not committed{force}"))
        }
        Ok(_) | Err(_) => Err(format!("it is not in a Git repository{force}")),
    }
}

/// Returns the content of a file with another text.
fn bytes(file: &SourceFile, text: &str) -> Vec<u8> {
    let mark: &[u8] = if file.byte_order_mark { b"\xEF\xBB\xBF" } else { b"" };
    [mark, text.as_bytes()].concat()
}

#[cfg(all(test, feature = "guest"))]
mod tests;
