//! Locates programs and compares them with the permissions.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustix::fs::{Access, access};

use crate::host::capability::decision::Decision;
use crate::host::capability::error::ProcessError;
use crate::host::capability::escape::Escaped;
use crate::host::capability::grants::Grants;
use crate::host::capability::path::{MAX_LINKS, TreePath};
use crate::host::capability::pattern::{Pattern, is_literal};
use crate::host::capability::permission::{Permission, ProcessAction, ProcessPermission};

/// The maximum length of a program name or path in bytes, as on Linux.
const MAX_COMMAND: usize = 4096;

/// A path of a program, which need not exist.
#[derive(Debug, Clone)]
pub(super) struct Program {
    /// The name or the path that the component requested.
    requested: String,
    /// The path, with the symbolic links of its directory resolved.
    located: PathBuf,
    /// The path with all symbolic links resolved. This is what runs.
    pub(super) target: PathBuf,
}

/// The canonical form of a permission for absolute paths; empty for other permissions.
#[derive(Debug, Default)]
struct CanonicalRule {
    /// The pattern with the symbolic links of its directory resolved.
    pattern: Option<Pattern>,
    /// The canonical path of a literal pattern when the instance was created.
    target: Option<PathBuf>,
}

/// The programs that a component is allowed to use.
#[derive(Debug)]
pub(super) struct Programs {
    grants: Arc<Grants>,
    /// One for each permission for processes.
    canonical: Vec<CanonicalRule>,
    path: Vec<PathBuf>,
}

impl Programs {
    pub(super) fn new(grants: Arc<Grants>, path: Vec<PathBuf>) -> Self {
        let permissions = grants.process();
        let canonical =
            permissions.iter().map(|p| CanonicalRule::new(&p.command_pattern)).collect();
        Self { grants, canonical, path }
    }

    pub(super) fn granted_permissions(&self) -> Vec<ProcessPermission> {
        self.grants.process()
    }

    pub(super) fn check_variable(&self, name: &str) -> Decision {
        let action = ProcessAction::ReadEnvironment;
        self.grants.check_process(action, name, |_, pattern| pattern.matches(name))
    }

    /// Decides about a program, given by name or by absolute path.
    pub(super) fn check(&self, action: ProcessAction, command: &str) -> Decision {
        match self.locate(action, command) {
            Ok((decision, _)) => decision,
            Err(reason) => {
                let needed = ProcessPermission { action, command_pattern: command.into() };
                self.grants.deny(&Permission::Process(needed), reason)
            }
        }
    }

    /// Locates a program, if the action on it is allowed.
    pub(super) fn find(
        &self,
        action: ProcessAction,
        command: &str,
    ) -> Result<Program, ProcessError> {
        let (decision, program) =
            self.locate(action, command).map_err(ProcessError::InvalidCommand)?;
        decision.into_result().map_err(ProcessError::PermissionDenied)?;
        program.ok_or(ProcessError::ProgramNotFound)
    }

    /// Decides about a program that was located.
    pub(super) fn check_program(&self, action: ProcessAction, program: &Program) -> Decision {
        self.grants.check_process(action, &program.requested, self.matches(program))
    }

    /// Decides about a command, and locates the program if it is allowed and exists.
    ///
    /// What is not granted as it is written is denied without a look at the file system. What is granted as it is
    /// written is resolved, and needs a grant again, whether it exists or not. So a component learns which programs
    /// exist only among those that are granted.
    fn locate(
        &self,
        action: ProcessAction,
        command: &str,
    ) -> Result<(Decision, Option<Program>), String> {
        let command = parse(command)?;
        let (mut missing, mut elsewhere) = (None, None);
        for path in self.candidates(action, &command) {
            let Some(program) = Program::new(&command, &path) else { continue };
            if self.grants.process_rule(action, self.matches(&program)).is_none() {
                elsewhere = Some(program);
            } else if program.is_executable() {
                return Ok((self.check_located(action, &program), Some(program)));
            } else {
                missing = Some(program);
            }
        }
        let decision = match (elsewhere, missing) {
            (Some(program), _) => {
                let target = program.target.to_string_lossy().into_owned();
                let needed = ProcessPermission { action, command_pattern: target };
                let reason = format!(
                    "symbolic links lead from `{}` to a program that is not granted",
                    Escaped(&command)
                );
                self.grants.deny(&Permission::Process(needed), reason)
            }
            (None, Some(program)) => self.check_located(action, &program),
            (None, None) => {
                self.grants.check_process(action, &command, self.matches_written(&command))
            }
        };
        Ok((decision, None))
    }

    /// Decides about a program, whose path is in the event.
    fn check_located(&self, action: ProcessAction, program: &Program) -> Decision {
        let located = program.located.to_string_lossy();
        self.grants.check_process(action, &located, self.matches(program))
    }

    /// The paths of a command that are granted as they are written. For a name, those in the directories of programs.
    fn candidates(&self, action: ProcessAction, command: &str) -> Vec<PathBuf> {
        let granted = |written: &str| {
            self.grants.process_rule(action, self.matches_written(written)).is_some()
        };
        let is_granted = granted(command);
        if command.starts_with('/') {
            return is_granted.then(|| command.into()).into_iter().collect();
        }
        let paths = self.path.iter().map(|dir| dir.join(command));
        paths.filter(|path| is_granted || path.to_str().is_some_and(granted)).collect()
    }

    /// Returns the test whether a permission matches a command as it is written.
    fn matches_written(&self, command: &str) -> impl Fn(usize, &Pattern) -> bool {
        move |index, pattern| {
            pattern.matches(command)
                || self.canonical[index].pattern.as_ref().is_some_and(|it| it.matches(command))
        }
    }

    /// Returns the test whether a permission matches a program: by its name, or both its path and its target.
    fn matches(&self, program: &Program) -> impl Fn(usize, &Pattern) -> bool {
        move |index, pattern| {
            let is_name = !program.requested.starts_with('/');
            is_name && pattern.matches(&program.requested)
                || self.canonical[index].matches(pattern, program)
        }
    }
}

/// Parses a command. Fails if it is neither a program name nor an absolute path without `..`.
fn parse(command: &str) -> Result<String, String> {
    if command.len() > MAX_COMMAND {
        return Err(format!("the program name is longer than {MAX_COMMAND} bytes"));
    }
    if command.starts_with('/') {
        return TreePath::parse(command).map(|path| path.to_string());
    }
    let shown = command.escape_debug();
    if command.is_empty() || command.contains('\0') {
        return Err(format!("`{shown}` is not a program name"));
    }
    if command.contains('/') || matches!(command, "." | "..") {
        return Err(format!("`{shown}` is neither an absolute path nor a program name"));
    }
    Ok(command.into())
}

impl Program {
    /// Returns `None` if the path has too many symbolic links: nothing can be started by it.
    fn new(requested: &str, path: &Path) -> Option<Self> {
        let (directory, name) = (path.parent(), path.file_name());
        let mut located = directory.map_or_else(|| Some(PathBuf::new()), resolved)?;
        located.extend(name);
        Some(Self { requested: requested.into(), target: resolved(&located)?, located })
    }

    fn is_executable(&self) -> bool {
        self.target.is_file()
            && access(&self.target, Access::EXEC_OK).is_ok()
            && self.located.to_str().is_some()
    }
}

/// Resolves the symbolic links of an absolute path. Unlike [`Path::canonicalize`], also of a path that does not exist.
/// Returns `None` if there are too many.
fn resolved(path: &Path) -> Option<PathBuf> {
    let segments = |path: &Path| -> Vec<OsString> {
        path.components().rev().map(|it| it.as_os_str().to_owned()).collect()
    };
    let mut resolved = PathBuf::from("/");
    let mut rest = segments(path);
    let mut links = 0;
    while let Some(segment) = rest.pop() {
        if segment == ".." {
            resolved.pop();
            continue;
        }
        // An absolute target starts with the segment `/`, which replaces what is resolved so far.
        let next = resolved.join(segment);
        match next.read_link() {
            Ok(_) if links == MAX_LINKS => return None,
            Ok(target) => {
                links += 1;
                rest.extend(segments(&target));
            }
            Err(_) => resolved = next,
        }
    }
    Some(resolved)
}

impl CanonicalRule {
    fn new(text: &str) -> Self {
        if !text.starts_with('/') {
            return Self::default();
        }
        let star = text.find('*').unwrap_or(text.len());
        let Some(slash) = text[..star].rfind('/') else { return Self::default() };
        let (dir, rest) = (&text[..=slash], &text[slash + 1..]);
        let dir = Path::new(dir).canonicalize().ok();
        // A `*` in the name of the directory would be a wildcard.
        let dir = dir.as_deref().and_then(Path::to_str).filter(|dir| is_literal(dir));
        let pattern =
            dir.and_then(|dir| Pattern::new(&format!("{}/{rest}", dir.trim_end_matches('/'))).ok());
        let target = is_literal(text).then(|| Path::new(text).canonicalize().ok()).flatten();
        Self { pattern, target }
    }

    /// `true` if the permission, written as `written`, matches both the path and the target of the program.
    fn matches(&self, written: &Pattern, program: &Program) -> bool {
        let matches = |path: &Path| {
            path.to_str().is_some_and(|path| {
                written.matches(path) || self.pattern.as_ref().is_some_and(|p| p.matches(path))
            })
        };
        matches(&program.located)
            && (self.target.as_ref() == Some(&program.target) || matches(&program.target))
    }
}
