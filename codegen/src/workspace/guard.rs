//! From a panic in a library underneath to a diagnostic, with nothing on the terminal.

use std::any::Any;
use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo, catch_unwind};
use std::sync::{Arc, Mutex, PoisonError};

use frontend::diagnostic::{Diagnostic, InternalError, Location};

/// Runs a part of a library underneath that panics on some inputs, and makes a diagnostic of the panic.
pub(crate) fn guarded<T>(
    doing: &str,
    place: Location,
    work: impl FnOnce() -> T,
) -> Result<T, Box<Diagnostic>> {
    quietly(|| catch_unwind(AssertUnwindSafe(work)))
        .map_err(|panic| panicked(doing, place, panic.as_ref()))
}

fn panicked(doing: &str, place: Location, panic: &(dyn Any + Send)) -> Box<Diagnostic> {
    let message = panic
        .downcast_ref::<String>()
        .map(String::as_str)
        .or_else(|| panic.downcast_ref::<&str>().copied())
        .unwrap_or("no message")
        .to_owned();
    let fault = InternalError::Panicked { doing: doing.to_owned(), message };
    let help = "please report this with the package that was being read";
    Box::new(Diagnostic::new(fault, place).with_help(help))
}

type Hook = Box<dyn Fn(&PanicHookInfo<'_>) + Sync + Send + 'static>;

/// How many threads are in [`quietly`], and the hook that was there before the first of them.
static GUESTS: Mutex<(usize, Option<Arc<Hook>>)> = Mutex::new((0, None));

thread_local! {
    /// How deep this thread is in [`quietly`].
    static DEPTH: Cell<usize> = const { Cell::new(0) };
}

/// Runs `work`, which must not unwind, and keeps the hook of the process from telling of panics in it.
///
/// There is one hook for all threads: of those that are not in here, it tells as before.
fn quietly<T>(work: impl FnOnce() -> T) -> T {
    enter();
    DEPTH.set(DEPTH.get() + 1);
    let value = work();
    DEPTH.set(DEPTH.get() - 1);
    leave();
    value
}

fn enter() {
    let mut guests = GUESTS.lock().unwrap_or_else(PoisonError::into_inner);
    guests.0 += 1;
    if guests.0 == 1 {
        let before = Arc::new(panic::take_hook());
        guests.1 = Some(Arc::clone(&before));
        panic::set_hook(Box::new(move |info| {
            if DEPTH.get() == 0 {
                before(info);
            }
        }));
    }
}

/// The last one out puts the hook back that was there before.
fn leave() {
    let mut guests = GUESTS.lock().unwrap_or_else(PoisonError::into_inner);
    guests.0 -= 1;
    if guests.0 == 0 {
        drop(panic::take_hook());
        if let Some(before) = guests.1.take().and_then(Arc::into_inner) {
            panic::set_hook(before);
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

    /// Keeps others out of [`quietly`]. Other tests are in there now and then, and a hook that is set meanwhile is not kept
    /// from telling.
    fn nobody_inside() -> MutexGuard<'static, (usize, Option<Arc<Hook>>)> {
        loop {
            let guests = GUESTS.lock().unwrap_or_else(PoisonError::into_inner);
            if guests.0 == 0 {
                return guests;
            }
            drop(guests);
            std::thread::sleep(Duration::from_millis(1));
        }
    }

    #[test]
    fn a_caught_panic_is_a_diagnostic_and_says_nothing_on_the_terminal() {
        static TOLD: AtomicUsize = AtomicUsize::new(0);
        const OURS: &str = "told on the terminal";
        let guests = nobody_inside();
        let before = panic::take_hook();
        panic::set_hook(Box::new(move |info| match info.to_string().contains(OURS) {
            true => drop(TOLD.fetch_add(1, Ordering::SeqCst)),
            false => before(info),
        }));
        drop(guests);
        let told = || panic!("{OURS}");
        let threads =
            (0..8).map(|_| std::thread::spawn(move || guarded("testing", Location::Call, told)));
        for thread in threads.collect::<Vec<_>>() {
            let fault = thread.join().expect("the panic is caught").unwrap_err();
            assert!(fault.render(&Files::default()).contains(OURS));
        }
        assert_eq!(TOLD.load(Ordering::SeqCst), 0);
        // Outside of it, and after it, the hook is the one that was there.
        let nested = guarded("testing", Location::Call, || {
            std::thread::spawn(told).join().expect_err("nobody catches it");
        });
        nested.expect("that panic is not ours");
        std::thread::spawn(told).join().expect_err("nobody catches it");
        assert_eq!(TOLD.load(Ordering::SeqCst), 2);
    }
}
