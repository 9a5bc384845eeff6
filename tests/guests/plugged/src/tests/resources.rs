//! Resources that one component exports and the other one imports.

use std::sync::atomic::Ordering;

use airssys_bindings::block_on;

use super::{of_server, panic_of};
use crate::demo::market::carts::{self, Cart, Choice, Holder, Lender};
use crate::demo::market::tokens::Token;
use crate::demo::market::types::{Fault, Item};
use crate::server::{Basket, DROPPED, Server};

fn item(id: u32) -> Item {
    Item { id, name: format!("item {id}") }
}

#[test]
fn constructors_static_functions_and_methods_are_called() {
    let _carts = of_server::carts::plug::<Server>();
    let cart = Cart::new("a");
    assert!(matches!(cart.add(&item(1)), Ok(1)));
    assert!(matches!(Cart::open(""), Err(Fault::Gone)));
    let other = Cart::open("b").unwrap();
    other.add(&item(2)).unwrap();
    let merged = Cart::merge(cart, &other);
    let ids: Vec<u32> = merged.items().iter().map(|item| item.id).collect();
    assert_eq!(ids, [1, 2]);
    assert_eq!(block_on(async { merged.checkout(40).await }), 42);
    assert_eq!(carts::total(&[&merged, &other]), 3);
}

#[test]
fn handles_are_in_records_variants_lists_and_results() {
    let _carts = of_server::carts::plug::<Server>();
    let _tokens = of_server::tokens::plug::<Server>();
    let lent = Cart::new("lent");
    let hold = |choice| {
        let holder = Holder { cart: Cart::new("mine"), name: "Ada".to_owned() };
        let others = (Some(true), vec![4]);
        let lender = Lender { cart: &lent, name: "Bo".to_owned(), count: 3, others };
        carts::hold(holder, &lender, choice)
    };
    assert_eq!(hold(Choice::Nothing).name, "Ada of nothing, lent of Bo");
    assert_eq!(hold(Choice::Cart(Cart::new("c"))).name, "Ada of c, lent of Bo");
    let holder = hold(Choice::Token(Token::new("t")));
    assert_eq!(holder.name, "Ada of t, lent of Bo");

    let cart = carts::split(holder.cart).unwrap_err();
    cart.add(&item(1)).unwrap();
    cart.add(&item(2)).unwrap();
    let (cart, parts) = carts::split(cart).unwrap();
    assert_eq!(carts::total(&[&cart]), 0);
    assert_eq!(parts.iter().map(|cart| cart.items().len()).collect::<Vec<_>>(), [1, 1]);
}

#[test]
fn async_functions_borrow_handles() {
    let _carts = of_server::carts::plug::<Server>();
    let cart = Cart::new("a");
    let answer = block_on(async { carts::wait(&cart, "b".to_owned()).await });
    drop(cart);
    assert!(answer.unwrap().items().is_empty());
}

#[test]
fn resources_of_another_interface_are_passed_on() {
    let _carts = of_server::carts::plug::<Server>();
    let _tokens = of_server::tokens::plug::<Server>();
    let cart = Cart::new("a");
    assert!(cart.pay(Vec::new()).is_none());
    let change = cart.pay(vec![Token::new("one"), Token::new("two")]).unwrap();
    assert_eq!(change.name(), "two");
}

#[test]
fn a_resource_of_the_component_is_one_of_the_import() {
    let _carts = of_server::carts::plug::<Server>();
    // Made by the test with the type of the export.
    let cart =
        of_server::carts::Cart::new(<Basket as of_server::carts::GuestCart>::new(String::new()));
    assert_eq!(<Server as of_server::carts::Guest>::total(vec![cart.borrow()]), 0);
}

#[test]
fn dropping_a_handle_drops_the_resource() {
    let _carts = of_server::carts::plug::<Server>();
    let before = DROPPED.load(Ordering::Relaxed);
    drop(Cart::new("a"));
    assert!(DROPPED.load(Ordering::Relaxed) > before);
}

#[test]
fn a_mock_is_not_a_resource_of_the_component() {
    struct Nothing;
    impl carts::MockCart for Nothing {}

    let _carts = of_server::carts::plug::<Server>();
    let message = panic_of(|| carts::total(&[&Cart::mock(Nothing)]));
    assert!(message.contains("Basket` has no resource with the handle"), "{message}");
}

#[test]
fn resources_do_not_pass_through_streams() {
    let _carts = of_server::carts::plug::<Server>();
    let (_writer, reader) = crate::wit_stream::new::<Cart>();
    let message = panic_of(|| carts::each(reader));
    assert!(message.contains("a stream or future has resources in it"), "{message}");
}

#[test]
fn names_of_generated_code_are_free() {
    use crate::demo::market::names::{Plugged, T, plug};

    let _names = of_server::names::plug::<Server>();
    let plugged = Plugged::new("a");
    assert_eq!(plugged.plug("b", Some("c")), "abSome(\"c\")");
    assert_eq!(plug(&T { name: "a".to_owned() }, Some("b")).name, "ab");
}
