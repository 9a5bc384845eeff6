//! Finding programs, and comparing what was found with the permissions.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustix::fs::{Access, access};

use crate::host::capability::decision::Decision;
use crate::host::capability::error::ProcessError;
use crate::host::capability::grants::Grants;
use crate::host::capability::pattern::{Pattern, is_literal};
use crate::host::capability::permission::{ProcessAction, ProcessPermission};

/// A program that was found.
#[derive(Debug, Clone)]
pub(super) struct Program {
    /// The name that was asked for, if it was a name and not a path.
    name: Option<String>,
    /// Where it is: its name in its directory, which no link leads to.
    located: PathBuf,
    /// What its name stands for, if that is a link, and otherwise the same. This is what runs.
    pub(super) target: PathBuf,
}

/// A permission whose pattern is about paths, with links in its directory followed.
#[derive(Debug, Default)]
struct Resolved {
    pattern: Option<Pattern>,
    /// What a pattern for one program stood for when the host was started.
    target: Option<PathBuf>,
}

/// The programs that a component may use.
#[derive(Debug)]
pub(super) struct Programs {
    grants: Arc<Grants>,
    /// One for each permission for processes.
    resolved: Vec<Resolved>,
    path: Vec<PathBuf>,
}

impl Programs {
    pub(super) fn new(grants: Arc<Grants>, path: Vec<PathBuf>) -> Self {
        let permissions = grants.process();
        let resolved = permissions.iter().map(|p| Resolved::new(&p.command_pattern)).collect();
        Self { grants, resolved, path }
    }

    pub(super) fn granted(&self) -> Vec<ProcessPermission> {
        self.grants.process()
    }

    pub(super) fn variable(&self, name: &str) -> Decision {
        let action = ProcessAction::ReadEnvironment;
        self.grants.process_where(action, name, |_, pattern| pattern.matches(name))
    }

    pub(super) fn check(&self, action: ProcessAction, command: &str) -> Decision {
        match self.locate(command) {
            Ok(Some(program)) => self.allows(action, &program),
            Ok(None) | Err(_) => self.named(action, command),
        }
    }

    /// Finds a program, if the component may do this with it.
    pub(super) fn find(
        &self,
        action: ProcessAction,
        command: &str,
    ) -> Result<Program, ProcessError> {
        let denied =
            |decision: Decision| decision.into_result().map_err(ProcessError::PermissionDenied);
        match self.locate(command).map_err(ProcessError::InvalidCommand)? {
            Some(program) => denied(self.allows(action, &program)).map(|()| program),
            None => {
                denied(self.named(action, command))?;
                Err(ProcessError::ProgramNotFound)
            }
        }
    }

    pub(super) fn allows(&self, action: ProcessAction, program: &Program) -> Decision {
        let located = program.located.to_string_lossy();
        self.grants.process_where(action, &located, |at, pattern| {
            let by_name = program.name.as_deref().is_some_and(|name| pattern.matches(name));
            by_name || self.resolved[at].matches(pattern, program)
        })
    }

    /// The decision about a program that is not there: by what it was called.
    fn named(&self, action: ProcessAction, command: &str) -> Decision {
        self.grants.process_where(action, command, |_, pattern| pattern.matches(command))
    }

    /// Where a program is, if it is there. Says what is wrong with what can be none.
    fn locate(&self, command: &str) -> Result<Option<Program>, String> {
        let shown = command.escape_debug();
        if command.is_empty() || command.contains('\0') {
            return Err(format!("`{shown}` is not the name of a program"));
        }
        if command.starts_with('/') {
            return Ok(program(None, Path::new(command)));
        }
        if command.contains('/') || matches!(command, "." | "..") {
            return Err(format!("`{shown}` is neither an absolute path nor a name"));
        }
        let mut candidates = self.path.iter().map(|dir| dir.join(command));
        Ok(candidates.find_map(|path| program(Some(command.into()), &path)))
    }
}

impl Resolved {
    fn new(text: &str) -> Self {
        if !text.starts_with('/') {
            return Self::default();
        }
        let star = text.find('*').unwrap_or(text.len());
        let Some(slash) = text[..star].rfind('/') else { return Self::default() };
        let (dir, rest) = (&text[..=slash], &text[slash + 1..]);
        let dir = Path::new(dir).canonicalize().ok();
        // A directory whose name holds a star would be a pattern.
        let dir = dir.as_deref().and_then(Path::to_str).filter(|dir| is_literal(dir));
        let pattern =
            dir.and_then(|dir| Pattern::new(&format!("{}/{rest}", dir.trim_end_matches('/'))).ok());
        let target = is_literal(text).then(|| Path::new(text).canonicalize().ok()).flatten();
        Self { pattern, target }
    }

    /// Whether a program is where the permission says, and what its name stands for is as well.
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

/// The program at a path, if there is one that can be run.
fn program(name: Option<String>, path: &Path) -> Option<Program> {
    let directory = path.parent()?.canonicalize().ok()?;
    let located = directory.join(path.file_name()?);
    let target = located.canonicalize().ok()?;
    let runs = target.is_file() && access(&target, Access::EXEC_OK).is_ok();
    (runs && located.to_str().is_some()).then_some(Program { name, located, target })
}
