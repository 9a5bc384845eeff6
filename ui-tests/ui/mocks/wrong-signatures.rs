airssys_bindings::airssys_bindings!({ path: "ui/mocks/wrong-signatures", mocks: true });

use demo::shop::carts::{self, Cart, MockCart};

struct Carts;

impl carts::Mock for Carts {
    fn total(&self, names: Vec<String>) -> u64 {
        names.len() as u64
    }

    fn cart_new(&self) -> Cart {
        Cart::mock(Basket)
    }

    fn totals(&self) {}
}

struct Basket;

impl MockCart for Basket {
    fn add(&self, name: &str) -> u32 {
        name.len() as u32
    }
}

fn main() {
    let _installed = carts::mock_with().total(|_| "no number").install();
}
