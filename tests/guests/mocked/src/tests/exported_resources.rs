//! Exported resources in native code.

use futures::executor::block_on;

use super::{item, panic_of};
use crate::exported::{Cart, Guest as _, GuestCart as _};
use crate::{Backend, Basket, clock, exported};

#[test]
fn handles_can_be_made_borrowed_and_taken_back() {
    let a = Cart::new(Basket::new("a".to_owned()));
    let b = Basket::open("b".to_owned()).unwrap();
    b.get::<Basket>().add(item(1)).unwrap();
    let merged = Basket::merge(a, b.borrow());
    assert_eq!(merged.get::<Basket>().owner, "ab");
    assert_eq!(Backend::total(vec![merged.borrow(), b.borrow()]), 2);
    let merged: Basket = merged.into_inner();
    assert_eq!(merged.items.into_inner().len(), 1);
}

#[test]
fn async_methods_are_awaited() {
    let _clock = clock::mock_with().now(|| 40).install();
    let cart = Cart::new(Basket::new(String::new()));
    assert_eq!(block_on(cart.get::<Basket>().checkout(2)), 42);
}

#[test]
fn dropping_a_handle_runs_the_destructor() {
    use std::rc::Rc;

    struct Counted(Rc<()>);
    impl exported::GuestCart for Counted {
        fn new(_: String) -> Self {
            unreachable!()
        }
        fn open(_: String) -> Result<Cart, crate::Fault> {
            unreachable!()
        }
        fn merge(_: Cart, _: exported::CartBorrow<'_>) -> Cart {
            unreachable!()
        }
        fn add(&self, _: crate::Item) -> Result<u32, crate::Fault> {
            unreachable!()
        }
        fn items(&self) -> Vec<crate::Item> {
            unreachable!()
        }
        async fn checkout(&self, _: u32) -> u64 {
            unreachable!()
        }
    }
    let count = Rc::new(());
    let cart = Cart::new(Counted(count.clone()));
    let other = Cart::new(Counted(count.clone()));
    assert_eq!(Rc::strong_count(&count), 3);
    drop(cart);
    let Counted(inner) = other.into_inner();
    assert_eq!(Rc::strong_count(&count), 2);
    drop(inner);
    let message = panic_of(|| drop(Cart::new(Counted(count)).get::<Basket>().items()));
    assert!(message.contains("implemented by another type than"), "{message}");
}
