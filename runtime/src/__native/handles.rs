//! The handles of resources: imported ones stand for objects of mocks, exported ones for representations.

use std::any::{Any, TypeId, type_name};
use std::boxed::Box;
use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::thread_local;
use std::vec::Vec;

/// An imported resource.
struct Object<M: ?Sized> {
    /// The object as the trait of the resource.
    mock: Rc<M>,
    /// The object as its own type.
    object: Rc<dyn Any>,
}

/// An exported resource.
struct Rep {
    pointer: *mut u8,
    /// The type that implements the resource.
    implementation: TypeId,
    destructor: Option<Box<dyn FnOnce()>>,
    /// The same resource as another component imports it: an `Rc` of the trait object for each import of its interface.
    imported: Vec<Box<dyn Any>>,
}

impl Drop for Rep {
    fn drop(&mut self) {
        if let Some(destructor) = self.destructor.take() {
            destructor();
        }
    }
}

thread_local! {
    static HANDLES: RefCell<HashMap<u32, Box<dyn Any>>> = RefCell::default();
}

/// Handles are unique in the process, so that those of another thread are not mistaken for others.
static NEXT: AtomicU32 = AtomicU32::new(1);

fn insert(entry: Box<dyn Any>) -> u32 {
    let handle = NEXT.fetch_add(1, Ordering::Relaxed);
    assert!(handle != 0 && handle != u32::MAX, "too many handles");
    HANDLES.with_borrow_mut(|handles| handles.insert(handle, entry));
    handle
}

/// Calls `read` with what a handle stands for.
#[track_caller]
fn with<R>(handle: u32, resource: &str, read: impl FnOnce(&dyn Any) -> Option<R>) -> R {
    let found =
        HANDLES.with_borrow(|handles| handles.get(&handle).and_then(|entry| read(&**entry)));
    found.unwrap_or_else(|| {
        panic!(
            "`{resource}` has no resource with the handle {handle} in this thread\n  \
             = help: make the resource in the thread that uses it"
        )
    })
}

/// Returns a handle of an object that mocks an imported resource. `M` is the trait object of the resource.
pub fn insert_object<M: ?Sized + 'static>(mock: Rc<M>, object: Rc<dyn Any>) -> u32 {
    insert(Box::new(Object { mock, object }))
}

/// Returns the object that a handle of an imported resource stands for.
///
/// # Panics
///
/// In a thread other than that of the object, and with a handle that is no mock's.
#[must_use]
#[track_caller]
pub fn object<M: ?Sized + 'static>(handle: u32, resource: &str) -> Rc<M> {
    with(handle, resource, |entry| match entry.downcast_ref::<Object<M>>() {
        Some(object) => Some(Rc::clone(&object.mock)),
        None => {
            entry.downcast_ref::<Rep>()?.imported.iter().find_map(|it| it.downcast_ref()).cloned()
        }
    })
}

/// Returns the same object as its own type.
///
/// # Panics
///
/// As [`object`], and if the object has another type.
#[must_use]
#[track_caller]
pub fn mocked<M: ?Sized + 'static, T: 'static>(handle: u32, resource: &str) -> Rc<T> {
    let object = with(handle, resource, |entry| {
        entry.downcast_ref().map(|object: &Object<M>| Rc::clone(&object.object))
    });
    match object.downcast() {
        Ok(object) => object,
        Err(_) => panic!("this `{resource}` is mocked by another type than `{}`", type_name::<T>()),
    }
}

/// Returns a handle of a representation of an exported resource that `T` implements, and the destructor of it.
pub fn insert_rep<T: 'static>(pointer: *mut u8, destructor: impl FnOnce() + 'static) -> u32 {
    let destructor: Box<dyn FnOnce()> = Box::new(destructor);
    let implementation = TypeId::of::<T>();
    let destructor = Some(destructor);
    insert(Box::new(Rep { pointer, implementation, destructor, imported: Vec::new() }))
}

/// Makes an exported resource the implementation of an imported one. `M` is the trait object of the imported resource.
///
/// The handle is then that of either resource, as in the component model.
pub fn plug_rep<M: ?Sized + 'static>(handle: u32, mock: Rc<M>) {
    HANDLES.with_borrow_mut(|handles| {
        let rep = handles.get_mut(&handle).and_then(|entry| entry.downcast_mut::<Rep>());
        rep.expect("the handle is new").imported.push(Box::new(mock));
    });
}

/// Returns the representation that a handle of an exported resource stands for.
///
/// # Panics
///
/// In a thread other than that of the resource, and if another type than `T` implements the resource.
#[must_use]
#[track_caller]
pub fn rep<T: 'static>(handle: u32) -> *mut u8 {
    let (name, ty) = (type_name::<T>(), TypeId::of::<T>());
    with(handle, name, |entry| {
        let rep: &Rep = entry.downcast_ref()?;
        assert!(
            rep.implementation == ty,
            "this resource is implemented by another type than `{name}`"
        );
        Some(rep.pointer)
    })
}

/// Drops what a handle stands for.
pub fn drop_handle(handle: u32) {
    // At the end of a thread, its handles may be gone already.
    let removed = HANDLES.try_with(|handles| handles.borrow_mut().remove(&handle));
    // The object is dropped when the table is no longer borrowed: it may drop other handles.
    drop(removed);
}
