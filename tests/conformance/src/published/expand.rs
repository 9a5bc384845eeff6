//! Expands the calls in this process, without rustc.

use std::collections::BTreeMap;
use std::env;
use std::panic;
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use airssys_bindings_codegen::diagnostic::{ArgumentId, Level};
use airssys_bindings_codegen::roots::Given;
use airssys_bindings_codegen::{Request, expand as expand_request};
use airssys_bindings_tests::paths;
use anyhow::Result;

use super::Case;

/// Why a call failed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// The code of the first error: ours, or that of rustc.
    pub code: String,
    /// The rendered error.
    pub message: String,
}

impl Failure {
    /// The code of a call that takes too long.
    pub const LIMIT: &str = "time limit";

    /// `true` if the call takes too long.
    #[must_use]
    pub fn is_limit(&self) -> bool {
        self.code == Self::LIMIT
    }
}

/// Expands calls on all processors, and returns those that report an error.
#[must_use]
pub fn expand(cases: &[Case]) -> BTreeMap<Case, Failure> {
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(BTreeMap::new());
    let workers = thread::available_parallelism().map_or(1, usize::from);
    thread::scope(|scope| {
        for _ in 0..workers {
            scope.spawn(|| {
                while let Some(case) = cases.get(next.fetch_add(1, Ordering::Relaxed)) {
                    if let Some(failure) = failure(case) {
                        failures.lock().expect("no worker panics").insert(case.clone(), failure);
                    }
                }
            });
        }
    });
    failures.into_inner().expect("no worker panics")
}

/// Expands a call in a process of its own with a time limit, and returns its error.
///
/// The process is this program with the options `--expand` and the call.
///
/// # Errors
///
/// When the process cannot be started.
pub fn expand_with_limit(case: &Case, limit: Duration) -> Result<Option<Failure>> {
    let mut child = Command::new(env::current_exe()?);
    child.args(["--expand", &case.root.package, &case.root.path, case.side_name()]);
    let mut child = child.args(&case.world).spawn()?;
    let start = Instant::now();
    loop {
        match child.try_wait()? {
            // In this process, for the error.
            Some(status) if !status.success() => return Ok(failure(case)),
            Some(_) => return Ok(None),
            None if start.elapsed() > limit => break,
            None => thread::sleep(Duration::from_millis(100)),
        }
    }
    child.kill()?;
    child.wait()?;
    let message = format!("expanding takes more than {} seconds", limit.as_secs());
    Ok(Some(Failure { code: Failure::LIMIT.to_owned(), message }))
}

/// Expands a call, and returns its error.
#[must_use]
pub fn failure(case: &Case) -> Option<Failure> {
    let request = request(case);
    let Ok(bindings) = panic::catch_unwind(|| expand_request(&request)) else {
        return Some(Failure { code: "panic".to_owned(), message: String::new() });
    };
    let error = bindings.diagnostics.iter().find(|error| error.level() == Level::Error)?;
    Some(Failure { code: error.code().to_string(), message: error.render(&bindings.files) })
}

fn request(case: &Case) -> Request {
    let given = |value: String| Given { value, argument: ArgumentId(0) };
    let mut request = Request::new(paths::workspace().join("tests"));
    request.roots.path = vec![given(case.root.absolute.display().to_string())];
    request.selection.world = case.world.clone().map(given);
    request.side = case.side();
    request.guest.stubs = true;
    request
}
