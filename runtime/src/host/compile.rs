//! Compiles programs within limits, and keeps those that were compiled last.

use std::collections::VecDeque;
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use wasmtime::Engine;
use wasmtime::component::{Component, Linker};

use super::bindings::FullPre;
use super::error::HostError;
use super::state::State;

/// The maximum number of components that are compiled at a time, including those that nothing waits for any longer.
const MAX_THREADS: usize = 4;
/// The size of the stack of the thread that compiles, in bytes: that of main threads.
const STACK: usize = 8 << 20;
/// The time without a limit.
const FOREVER: Duration = Duration::from_secs(u32::MAX as u64);

/// Limits of compiling components, and the number of programs that are kept.
///
/// Compiling cannot be interrupted: after [`time`](Self::time) it goes on in its thread, of which there are at most four,
/// and the result is dropped. The memory that it needs grows with the size of the component.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompileLimits {
    /// Maximum size of a component in bytes; default 32 MiB.
    pub bytes: usize,
    /// Maximum duration of compiling one component, including the wait for a thread; default 60 s.
    pub time: Option<Duration>,
    /// Number of compiled programs that the host keeps, so that compiling the same bytes again takes no time; default
    /// 16. With a Wasmtime that has the feature `cache`, [`config`](super::HostBuilder::config) can also set a cache
    /// on disk.
    pub cached: usize,
}

impl Default for CompileLimits {
    fn default() -> Self {
        Self { bytes: 32 << 20, time: Some(Duration::from_secs(60)), cached: 16 }
    }
}

/// Compiles the programs of one host.
pub(super) struct Compiler {
    engine: Engine,
    linker: Linker<State>,
    limits: CompileLimits,
    /// Components and their programs, the last used one at the end.
    programs: Mutex<VecDeque<(Vec<u8>, FullPre<State>)>>,
    threads: Mutex<usize>,
    thread_ended: Condvar,
}

/// A thread that compiles. Dropping it makes room for another one.
struct Thread(Arc<Compiler>);

impl Compiler {
    pub(super) fn new(engine: Engine, linker: Linker<State>, limits: CompileLimits) -> Arc<Self> {
        Arc::new(Self {
            engine,
            linker,
            limits,
            programs: Mutex::default(),
            threads: Mutex::new(0),
            thread_ended: Condvar::new(),
        })
    }

    /// The maximum size of a component in bytes.
    pub(super) fn max_bytes(&self) -> usize {
        self.limits.bytes
    }

    /// Compiles a component, or returns the program that was compiled from the same bytes before.
    pub(super) fn compile(self: &Arc<Self>, component: &[u8]) -> Result<FullPre<State>, HostError> {
        if component.len() > self.limits.bytes {
            return Err(HostError::TooLarge(self.limits.bytes));
        }
        if let Some(program) = self.cached(component) {
            return Ok(program);
        }
        let limit = self.limits.time.unwrap_or(FOREVER).min(FOREVER);
        let deadline = Instant::now() + limit;
        let thread = self.thread(deadline).ok_or(HostError::CompileTimedOut(limit))?;
        let (sender, receiver) = sync_channel(1);
        let bytes = component.to_vec();
        let compile = move || {
            let program = thread.0.build(&bytes);
            drop(thread);
            // Sending fails if the time is over.
            let _ = sender.send(program);
        };
        let builder = thread::Builder::new().name("compile".to_owned()).stack_size(STACK);
        builder.spawn(compile).map_err(|error| HostError::Program(error.into()))?;
        let program = match receiver.recv_timeout(deadline - Instant::now()) {
            Ok(program) => program.map_err(HostError::Program)?,
            Err(RecvTimeoutError::Timeout) => return Err(HostError::CompileTimedOut(limit)),
            Err(RecvTimeoutError::Disconnected) => {
                return Err(HostError::Program(wasmtime::format_err!("the compiler panicked")));
            }
        };
        self.keep(component, &program);
        Ok(program)
    }

    fn build(&self, component: &[u8]) -> wasmtime::Result<FullPre<State>> {
        let component = Component::new(&self.engine, component)?;
        let mut linker = self.linker.clone();
        linker.define_unknown_imports_as_traps(&component)?;
        FullPre::new(linker.instantiate_pre(&component)?)
    }

    /// Waits until fewer threads than the maximum compile. Returns `None` after the deadline.
    fn thread(self: &Arc<Self>, deadline: Instant) -> Option<Thread> {
        let wait = deadline - Instant::now();
        let threads = self.threads.lock().unwrap_or_else(PoisonError::into_inner);
        let waited =
            self.thread_ended.wait_timeout_while(threads, wait, |threads| *threads >= MAX_THREADS);
        let (mut threads, result) = waited.unwrap_or_else(PoisonError::into_inner);
        if result.timed_out() {
            return None;
        }
        *threads += 1;
        Some(Thread(Arc::clone(self)))
    }

    fn cached(&self, component: &[u8]) -> Option<FullPre<State>> {
        let mut programs = self.programs();
        let index = programs.iter().position(|(bytes, _)| bytes == component)?;
        let entry = programs.remove(index)?;
        let program = entry.1.clone();
        programs.push_back(entry);
        Some(program)
    }

    fn keep(&self, component: &[u8], program: &FullPre<State>) {
        let mut programs = self.programs();
        programs.push_back((component.to_vec(), program.clone()));
        while programs.len() > self.limits.cached {
            programs.pop_front();
        }
    }

    fn programs(&self) -> MutexGuard<'_, VecDeque<(Vec<u8>, FullPre<State>)>> {
        self.programs.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Thread {
    fn drop(&mut self) {
        *self.0.threads.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.thread_ended.notify_one();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::host::HostBuilder;

    #[test]
    fn time_limit_can_be_of_any_length() {
        for time in [None, Some(Duration::MAX)] {
            let limits = CompileLimits { time, ..CompileLimits::default() };
            let host = HostBuilder::new().compile_limits(limits).build().expect("Wasmtime works");
            let error = host.compile(b"not a component").map(drop).expect_err("invalid");
            assert!(matches!(error, HostError::Program(_)), "{error}");
        }
    }
}
