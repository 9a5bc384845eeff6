//! Each rule of the chapter "Testing a component" that a guest can show.

mod exported_resources;
mod streams;
mod values;

use std::cell::{Cell, RefCell};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::rc::Rc;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

use airssys_bindings::mocks::Future;
use futures::executor::block_on;

use super::{Backend, Guest as _, clock, log};
use crate::demo::shop::backend;
use crate::demo::shop::carts::{self, Cart, Fault, Item, MockCart};
use crate::demo::shop::{names, resource_names};
use crate::exported::Guest as _;

/// Counts its items in memory.
#[derive(Default)]
struct Shop {
    logged: RefCell<Vec<String>>,
    dropped: Rc<Cell<u32>>,
}

struct Bag {
    items: RefCell<Vec<Item>>,
    dropped: Rc<Cell<u32>>,
}

impl Drop for Bag {
    fn drop(&mut self) {
        self.dropped.set(self.dropped.get() + 1);
    }
}

impl carts::Mock for Shop {
    fn cart_new(&self, _: &str) -> Cart {
        Cart::mock(Bag { items: RefCell::default(), dropped: self.dropped.clone() })
    }

    fn cart_merge(&self, a: Cart, b: &Cart) -> Cart {
        let (a, b) = (a.mocked::<Bag>(), b.mocked::<Bag>());
        let items = [a.items.borrow().clone(), b.items.borrow().clone()].concat();
        Cart::mock(Bag { items: RefCell::new(items), dropped: self.dropped.clone() })
    }

    fn total(&self, carts: &[&Cart]) -> u64 {
        carts.iter().map(|cart| cart.items().len() as u64).sum()
    }

    fn fetch(&self, url: String) -> Future<'_, Result<Vec<u8>, Fault>> {
        Box::pin(async move {
            airssys_bindings::yield_async().await;
            self.logged.borrow_mut().push(url.clone());
            Ok(url.into_bytes())
        })
    }
}

impl MockCart for Bag {
    fn add(&self, item: &Item) -> Result<u32, Fault> {
        self.items.borrow_mut().push(item.clone());
        Ok(1)
    }

    fn items(&self) -> Vec<Item> {
        self.items.borrow().clone()
    }

    fn checkout(&self, places: u32) -> Future<'_, u64> {
        Box::pin(async move { u64::from(places) + self.items.borrow().len() as u64 })
    }
}

impl backend::Mock for Shop {
    fn log(&self, message: &str) {
        self.logged.borrow_mut().push(message.to_owned());
    }
}

fn item(id: u32) -> Item {
    Item { id, name: "tea".to_owned() }
}

/// Returns the message of a panic.
fn panic_of<T>(call: impl FnOnce() -> T) -> String {
    let panic = catch_unwind(AssertUnwindSafe(call)).err().expect("the call panics");
    *panic.downcast::<String>().expect("the panic has a message")
}

#[test]
fn one_object_mocks_interfaces_and_the_functions_of_a_world() {
    let shop = Rc::new(Shop::default());
    let _carts = carts::mock(shop.clone());
    let _world = backend::mock(shop.clone());
    let _clock = clock::mock_with().now(|| 7).install();
    assert_eq!(Backend::run(vec!["Ada".into(), "Bob".into()]), "2");
    assert_eq!(*shop.logged.borrow(), ["Ok(1) at 7", "Ok(1) at 7"]);
}

#[test]
fn a_call_without_a_mock_panics_and_says_what_to_write() {
    assert_eq!(
        panic_of(|| log("hello")),
        "`log` of `demo:shop/backend@1.2.0` was called, and no mock is installed in this thread\n  \
         = help: implement `demo::shop::backend::Mock`, and write \
         `let _installed = demo::shop::backend::mock(Rc::new(…));` before the call"
    );
    let method = panic_of(|| block_on(carts::fetch(String::new())));
    assert!(method.starts_with("`fetch` of `demo:shop/carts@1.2.0` was called"), "{method}");
}

#[test]
fn a_function_that_a_mock_lacks_panics_and_says_what_to_implement() {
    let _installed = carts::mock(Rc::new(Shop::default()));
    let message = panic_of(|| Cart::open("Ada").map(drop));
    assert_eq!(
        message,
        "`[static]cart.open` of `demo:shop/carts@1.2.0` was called, and the mock `mocked::tests::Shop` does not implement it\n  \
         = help: implement `cart_open` in the `impl` of the mock"
    );
    let _inner = carts::mock_with().install();
    let message = panic_of(|| Cart::open("Ada").map(drop));
    assert!(message.ends_with("pass a closure to `MockWith::cart_open`"), "{message}");
}

#[test]
fn the_last_mock_is_called_until_it_is_dropped() {
    let outer = clock::mock_with().now(|| 1).install();
    let inner = clock::mock_with().now(|| 2).install();
    assert_eq!(clock::now(), 2);
    drop(inner);
    assert_eq!(clock::now(), 1);
    let inner = clock::mock_with().now(|| 3).install();
    drop(outer);
    assert_eq!(clock::now(), 3);
    drop(inner);
    catch_unwind(clock::now).expect_err("no mock is left");
}

#[test]
fn a_mock_can_call_imports() {
    let _world = backend::mock_with().log(|message| assert_eq!(message, "asked")).install();
    let _clock = clock::mock_with()
        .now(|| {
            log("asked");
            5
        })
        .install();
    assert_eq!(clock::now(), 5);
}

#[test]
fn handles_reach_their_object_and_drop_it() {
    let shop = Rc::new(Shop::default());
    let _installed = carts::mock(shop.clone());
    let (a, b) = (Cart::new("a"), Cart::new("b"));
    a.add(&item(1)).unwrap();
    b.add(&item(2)).unwrap();
    assert_eq!(carts::total(&[&a, &b, &a]), 3);
    assert_eq!(block_on(a.checkout(4)), 5);
    let merged = Cart::merge(a, &b);
    assert_eq!(shop.dropped.get(), 1);
    assert_eq!(merged.items().iter().map(|item| item.id).collect::<Vec<_>>(), [1, 2]);
    drop((b, merged));
    assert_eq!(shop.dropped.get(), 3);
}

#[test]
fn a_handle_of_another_thread_panics_with_its_name() {
    let cart = Cart::mock(Bag { items: RefCell::default(), dropped: Rc::default() });
    let message = thread::spawn(move || panic_of(|| cart.items())).join().unwrap();
    assert!(message.starts_with("`demo:shop/carts@1.2.0.{cart}` has no resource"), "{message}");
}

#[test]
fn async_functions_can_be_pending() {
    let shop = Rc::new(Shop::default());
    let _installed = carts::mock(shop.clone());
    let both = block_on(async {
        futures::join!(Backend::fetch("a".to_owned()), carts::fetch("b".to_owned()))
    });
    assert!(matches!(both, (Ok(a), Ok(b)) if a == b"a" && b == b"b"));
    let _inner = carts::mock_with().fetch(|url| async { Err(Fault::Other(url)) }).install();
    assert!(matches!(block_on(carts::fetch("c".to_owned())), Err(Fault::Other(url)) if url == "c"));
}

#[test]
fn mocks_of_threads_are_apart_and_can_be_shared_explicitly() {
    struct Clock(AtomicU64);
    impl clock::Mock for Clock {
        fn now(&self) -> u64 {
            self.0.fetch_add(1, Ordering::Relaxed)
        }
    }
    let shared = Arc::new(Clock(AtomicU64::new(1000)));
    let threads: Vec<_> = (0..64)
        .map(|number| {
            let shared = Arc::clone(&shared);
            thread::spawn(move || {
                let own = clock::mock_with().now(move || number).install();
                for _ in 0..100 {
                    assert_eq!(clock::now(), number);
                    thread::yield_now();
                }
                drop(own);
                let _shared = clock::mock(shared);
                assert!(clock::now() >= 1000);
            })
        })
        .collect();
    for thread in threads {
        thread.join().unwrap();
    }
    assert_eq!(shared.0.load(Ordering::Relaxed), 1064);
}

#[test]
fn names_of_mocks_make_way_for_those_of_the_interface() {
    struct Other;
    impl resource_names::MockMock for Other {
        fn mocked(&self) -> String {
            "mocked".to_owned()
        }
    }
    let _installed = names::mock_with_()
        .mock(|| "m".to_owned())
        .mock_with(|| "w".to_owned())
        .install(|| "i".to_owned())
        .default(|| "d".to_owned())
        .install_();
    let answers = [names::mock(), names::mock_with(), names::install(), names::default()];
    assert_eq!(answers, ["m", "w", "i", "d"]);
    let handle = resource_names::Mock::mock(Other);
    assert_eq!(handle.mocked(), "mocked");
    drop(handle.mocked_::<Other>());
}

mockall::mock! {
    Log {}
    impl backend::Mock for Log {
        fn log(&self, message: &str);
    }
}

#[test]
fn mockall_can_implement_a_mock() {
    let mut mock = MockLog::new();
    mock.expect_log().withf(|message| message == "hello").times(1).return_const(());
    let _installed = backend::mock(Rc::new(mock));
    log("hello");
}
