//! The mocks that are installed for the current thread.

use std::any::{Any, TypeId};
use std::boxed::Box;
use std::cell::RefCell;
use std::future::{Future, poll_fn};
use std::mem;
use std::rc::Rc;
use std::thread_local;
use std::vec::Vec;

use crate::mocks::{self, Installed};

/// What implements imports: an `Rc<dyn Mock>` for one interface, or a host that serves several.
struct Entry {
    id: u64,
    installed: Box<dyn Any>,
    /// The type that implements the interface, if it is the export of a component.
    component: Option<TypeId>,
}

/// The mocks in the order in which they were installed.
#[derive(Default)]
struct Mocks {
    next: u64,
    entries: Vec<Entry>,
    /// The components whose code runs. Their exports do not serve their own imports.
    running: Running,
}

thread_local! {
    static MOCKS: RefCell<Mocks> = RefCell::default();
}

fn add<T: Any>(installed: T, component: Option<TypeId>) -> Installed {
    MOCKS.with_borrow_mut(|mocks| {
        let id = mocks.next;
        mocks.next += 1;
        mocks.entries.push(Entry { id, installed: Box::new(installed), component });
        Installed::new(id)
    })
}

/// The trait object `dyn Mock` of an interface.
pub trait Interface: 'static {
    /// Returns what is installed as a mock of this interface, if it is one.
    fn of(installed: &dyn Any) -> Option<Rc<Self>>;
}

/// Installs what implements imports.
pub fn install<T: Any>(installed: T) -> Installed {
    add(installed, None)
}

/// Installs a mock that calls the exports of the component `T`.
pub fn plug<M: ?Sized + 'static, T: 'static>(mock: Rc<M>) -> Installed {
    add(mock, Some(TypeId::of::<T>()))
}

/// Returns the mock that was installed last for the interface whose trait object `M` is.
#[must_use]
pub fn current<M: ?Sized + Interface>() -> Option<Rc<M>> {
    MOCKS.with_borrow(|mocks| {
        let calls_itself = |entry: &&Entry| {
            entry.component.is_some_and(|component| mocks.running.0.contains(&component))
        };
        let others = mocks.entries.iter().rev().filter(|entry| !calls_itself(entry));
        others.map(|entry| &*entry.installed).find_map(M::of)
    })
}

/// Removes mocks.
pub(crate) fn remove(ids: &[u64]) {
    // At the end of a thread, its mocks may be gone already.
    let removed: Result<Vec<Entry>, _> = MOCKS.try_with(|mocks| {
        mocks.borrow_mut().entries.extract_if(.., |it| ids.contains(&it.id)).collect()
    });
    // The mocks are dropped when they are no longer borrowed: they may call imports.
    drop(removed);
}

/// The components whose code runs, each called by the one before it.
#[derive(Clone, Debug, Default)]
pub struct Running(Vec<TypeId>);

impl Running {
    /// Returns those that run now.
    #[must_use]
    pub fn now() -> Self {
        MOCKS.with_borrow(|mocks| mocks.running.clone())
    }

    /// Returns those that run now, and the component `T`, which they call.
    #[must_use]
    pub fn calling<T: 'static>() -> Self {
        let Self(mut components) = Self::now();
        components.push(TypeId::of::<T>());
        Self(components)
    }

    /// Calls a function of the last component.
    pub fn call<R>(&self, function: impl FnOnce() -> R) -> R {
        /// Restores the components, also if the function panics.
        struct Restore(Vec<TypeId>);
        impl Drop for Restore {
            fn drop(&mut self) {
                Running(mem::take(&mut self.0)).replace();
            }
        }
        let Self(callers) = self.clone().replace();
        let _restore = Restore(callers);
        function()
    }

    /// Returns the future of an `async` function of the last component.
    pub fn run<'a, R>(self, future: impl Future<Output = R> + 'a) -> mocks::Future<'a, R> {
        let mut future = Box::pin(future);
        Box::pin(poll_fn(move |context| self.call(|| future.as_mut().poll(context))))
    }

    /// Makes these the components that run, and returns those that ran before.
    fn replace(self) -> Self {
        MOCKS.with_borrow_mut(|mocks| mem::replace(&mut mocks.running, self))
    }
}
