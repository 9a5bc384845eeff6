//! Locates programs and compares them with the permissions.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustix::fs::{Access, access};

use crate::host::capability::decision::Decision;
use crate::host::capability::error::ProcessError;
use crate::host::capability::grants::Grants;
use crate::host::capability::pattern::{Pattern, is_literal};
use crate::host::capability::permission::{ProcessAction, ProcessPermission};

/// The maximum length of a program name or path in bytes, as on Linux.
const MAX_COMMAND: usize = 4096;

/// A program that was located.
#[derive(Debug, Clone)]
pub(super) struct Program {
    /// The requested name; `None` if a path was requested.
    name: Option<String>,
    /// The path, whose directory is canonical.
    located: PathBuf,
    /// The canonical path, with a symbolic link as the last segment resolved. This is what runs.
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

    pub(super) fn check(&self, action: ProcessAction, command: &str) -> Decision {
        match self.locate(command) {
            Ok(Some(program)) => self.check_program(action, &program),
            Ok(None) | Err(_) => self.check_name(action, command),
        }
    }

    /// Locates a program, if the action on it is allowed.
    pub(super) fn find(
        &self,
        action: ProcessAction,
        command: &str,
    ) -> Result<Program, ProcessError> {
        let authorize =
            |decision: Decision| decision.into_result().map_err(ProcessError::PermissionDenied);
        match self.locate(command).map_err(ProcessError::InvalidCommand)? {
            Some(program) => authorize(self.check_program(action, &program)).map(|()| program),
            None => {
                authorize(self.check_name(action, command))?;
                Err(ProcessError::ProgramNotFound)
            }
        }
    }

    /// Decides about a program that was located.
    pub(super) fn check_program(&self, action: ProcessAction, program: &Program) -> Decision {
        let located = program.located.to_string_lossy();
        self.grants.check_process(action, &located, |index, pattern| {
            let by_name = program.name.as_deref().is_some_and(|name| pattern.matches(name));
            by_name || self.canonical[index].matches(pattern, program)
        })
    }

    /// Decides about a program that does not exist, by its requested name.
    fn check_name(&self, action: ProcessAction, command: &str) -> Decision {
        self.grants.check_process(action, command, |_, pattern| pattern.matches(command))
    }

    /// Locates a program; `None` if it does not exist. Fails if the command is neither a name nor an absolute path.
    fn locate(&self, command: &str) -> Result<Option<Program>, String> {
        if command.len() > MAX_COMMAND {
            return Err(format!("the program name is longer than {MAX_COMMAND} bytes"));
        }
        let shown = command.escape_debug();
        if command.is_empty() || command.contains('\0') {
            return Err(format!("`{shown}` is not a program name"));
        }
        if command.starts_with('/') {
            return Ok(program(None, Path::new(command)));
        }
        if command.contains('/') || matches!(command, "." | "..") {
            return Err(format!("`{shown}` is neither an absolute path nor a program name"));
        }
        let mut candidates = self.path.iter().map(|dir| dir.join(command));
        Ok(candidates.find_map(|path| program(Some(command.into()), &path)))
    }
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

/// Returns the program at a path, if it exists and is executable.
fn program(name: Option<String>, path: &Path) -> Option<Program> {
    let directory = path.parent()?.canonicalize().ok()?;
    let located = directory.join(path.file_name()?);
    let target = located.canonicalize().ok()?;
    let is_executable = target.is_file() && access(&target, Access::EXEC_OK).is_ok();
    (is_executable && located.to_str().is_some()).then_some(Program { name, located, target })
}
