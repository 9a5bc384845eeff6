//! Turns a panic in a foreign library into a diagnostic, without output on the terminal.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use frontend::diagnostic::{Diagnostic, InternalError, Location};

/// Runs `work` and returns its result.
///
/// `task` describes `work` for the user, as in "decoding `a.wasm`".
///
/// # Errors
///
/// A diagnostic at `location` if `work` panics.
pub(crate) fn catch_panic<T>(
    task: &str,
    location: Location,
    work: impl FnOnce() -> T,
) -> Result<T, Box<Diagnostic>> {
    with_silent_hook(|| catch_unwind(AssertUnwindSafe(work)))
        .map_err(|panic| panicked(task, location, panic.as_ref()))
}

fn panicked(task: &str, location: Location, panic: &(dyn Any + Send)) -> Box<Diagnostic> {
    let message = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message")
        .to_owned();
    let error = InternalError::Panicked { doing: task.to_owned(), message };
    let help = "report this as a bug, with the WIT package that causes it";
    Box::new(Diagnostic::new(error, location).with_help(help))
}

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send + 'static>;

/// The number of threads in [`with_silent_hook`], and the hook that the first of them replaced.
static THREADS: Mutex<(usize, Option<Arc<Hook>>)> = Mutex::new((0, None));

thread_local! {
    /// The number of nested calls of [`with_silent_hook`] on this thread.
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// Runs `work`, which must not unwind, with a panic hook that prints nothing for panics inside `work`.
///
/// A process has one hook for all threads; panics of other threads are passed to the previous hook.
fn with_silent_hook<T>(work: impl FnOnce() -> T) -> T {
    enter();
    DEPTH.set(DEPTH.get() + 1);
    let value = work();
    DEPTH.set(DEPTH.get() - 1);
    leave();
    value
}

fn enter() {
    let mut threads = THREADS.lock().unwrap_or_else(PoisonError::into_inner);
    threads.0 += 1;
    if threads.0 == 1 {
        let previous = Arc::new(panic::take_hook());
        threads.1 = Some(Arc::clone(&previous));
        panic::set_hook(Box::new(move |info| {
            if DEPTH.get() == 0 {
                previous(info);
            }
        }));
    }
}

/// Restores the previous hook when the last thread leaves.
fn leave() {
    let mut threads = THREADS.lock().unwrap_or_else(PoisonError::into_inner);
    threads.0 -= 1;
    if threads.0 == 0 {
        drop(panic::take_hook());
        if let Some(previous) = threads.1.take().and_then(Arc::into_inner) {
            panic::set_hook(previous);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::MutexGuard;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use std::time::Duration;

    use super::*;
    use frontend::files::Files;

    /// Locks out other tests, which call [`with_silent_hook`] in parallel and would replace the hook of this test.
    fn lock_out_other_tests() -> MutexGuard<'static, (usize, Option<Arc<Hook>>)> {
        loop {
            let threads = THREADS.lock().unwrap_or_else(PoisonError::into_inner);
            if threads.0 == 0 {
                return threads;
            }
            drop(threads);
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn a_caught_panic_is_a_diagnostic_and_prints_nothing() {
        static PRINTED: AtomicUsize = AtomicUsize::new(0);
        const MESSAGE: &str = "the message of the panic";
        let threads = lock_out_other_tests();
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| match info.to_string().contains(MESSAGE) {
            true => drop(PRINTED.fetch_add(1, Ordering::SeqCst)),
            false => before(info),
        }));
        drop(threads);
        let fails = || panic!("{MESSAGE}");
        let threads: Vec<_> = (0..8)
            .map(|_| std::thread::spawn(move || catch_panic("testing", Location::Call, fails)))
            .collect();
        for thread in threads {
            let diagnostic = thread.join().expect("the panic is caught").unwrap_err();
            assert!(diagnostic.render(&Files::default()).contains(MESSAGE));
        }
        assert_eq!(PRINTED.load(Ordering::SeqCst), 0);
        // Panics of other threads and later panics still reach the previous hook.
        let nested = catch_panic("testing", Location::Call, || {
            std::thread::spawn(fails).join().expect_err("the panic is not caught");
        });
        nested.expect("the other thread panicked");
        std::thread::spawn(fails).join().expect_err("the panic is not caught");
        assert_eq!(PRINTED.load(Ordering::SeqCst), 2);
    }
}
