//! A guest whose unit tests mock its imports.

airssys_bindings::airssys_bindings!();

#[cfg(test)]
mod tests;

use airssys_bindings::{FutureReader, StreamReader};
use demo::shop::backend::exports::demo::shop::carts as exported;
use demo::shop::types::{Fault, Item};
use std::cell::RefCell;

struct Backend;

/// A cart of this component.
struct Basket {
    owner: String,
    items: RefCell<Vec<Item>>,
}

impl exported::GuestCart for Basket {
    fn new(owner: String) -> Self {
        Self { owner, items: RefCell::default() }
    }

    fn open(owner: String) -> Result<exported::Cart, Fault> {
        match owner.as_str() {
            "" => Err(Fault::Gone),
            _ => Ok(exported::Cart::new(Self::new(owner))),
        }
    }

    fn merge(a: exported::Cart, b: exported::CartBorrow<'_>) -> exported::Cart {
        let mut merged: Self = a.into_inner();
        let other: &Self = b.get();
        merged.owner += &other.owner;
        merged.items.borrow_mut().extend(other.items.borrow().iter().cloned());
        exported::Cart::new(merged)
    }

    fn add(&self, item: Item) -> Result<u32, Fault> {
        let mut items = self.items.borrow_mut();
        items.push(item);
        u32::try_from(items.len()).map_err(|error| Fault::Other(error.to_string()))
    }

    fn items(&self) -> Vec<Item> {
        self.items.borrow().clone()
    }

    async fn checkout(&self, places: u32) -> u64 {
        clock::now() + u64::from(places)
    }
}

impl exported::Guest for Backend {
    type Cart = Basket;

    fn total(carts: Vec<exported::CartBorrow<'_>>) -> u64 {
        let count =
            |cart: exported::CartBorrow<'_>| cart.get::<Basket>().items.borrow().len() as u64;
        carts.into_iter().map(count).sum()
    }

    async fn fetch(url: String) -> Result<Vec<u8>, Fault> {
        demo::shop::carts::fetch(url).await
    }

    fn feed(bytes: StreamReader<u8>) -> FutureReader<String> {
        let (writer, reader) = wit_future::new(|| "nothing".to_owned());
        airssys_bindings::spawn_local(async move {
            let bytes = bytes.collect().await;
            writer.write(format!("{} bytes", bytes.len())).await
        });
        reader
    }
}

impl Guest for Backend {
    fn run(names: Vec<String>) -> String {
        let carts: Vec<_> = names.iter().map(|name| demo::shop::carts::Cart::new(name)).collect();
        for (id, cart) in (0..).zip(&carts) {
            let count = cart.add(&Item { id, name: "tea".to_owned() });
            log(&format!("{count:?} at {}", clock::now()));
        }
        let borrowed: Vec<_> = carts.iter().collect();
        demo::shop::carts::total(&borrowed).to_string()
    }
}

export!(Backend);
