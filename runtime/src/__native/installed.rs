//! The mocks that are installed for the current thread.

use std::any::Any;
use std::boxed::Box;
use std::cell::RefCell;
use std::rc::Rc;
use std::thread_local;
use std::vec::Vec;

use crate::mocks::Installed;

/// What implements imports: an `Rc<dyn Mock>` for one interface, or a host that serves several.
struct Entry {
    id: u64,
    installed: Box<dyn Any>,
}

/// The trait object `dyn Mock` of an interface.
pub trait Interface: 'static {
    /// Returns what is installed as a mock of this interface, if it is one.
    fn of(installed: &dyn Any) -> Option<Rc<Self>>;
}

/// The mocks in the order in which they were installed.
#[derive(Default)]
struct Mocks {
    next: u64,
    entries: Vec<Entry>,
}

thread_local! {
    static MOCKS: RefCell<Mocks> = RefCell::default();
}

/// Installs what implements imports.
pub fn install<T: Any>(installed: T) -> Installed {
    MOCKS.with_borrow_mut(|mocks| {
        let id = mocks.next;
        mocks.next += 1;
        mocks.entries.push(Entry { id, installed: Box::new(installed) });
        Installed::new(id)
    })
}

/// Returns the mock that was installed last for the interface whose trait object `M` is.
#[must_use]
pub fn current<M: ?Sized + Interface>() -> Option<Rc<M>> {
    MOCKS.with_borrow(|mocks| mocks.entries.iter().rev().find_map(|entry| M::of(&*entry.installed)))
}

/// Removes a mock.
pub(crate) fn remove(id: u64) {
    // At the end of a thread, its mocks may be gone already.
    let removed = MOCKS.try_with(|mocks| {
        let mut mocks = mocks.borrow_mut();
        let at = mocks.entries.iter().position(|entry| entry.id == id)?;
        Some(mocks.entries.remove(at))
    });
    // The mock is dropped when it is no longer borrowed: it may call imports.
    drop(removed);
}
