//! Components that are tested together: each one's exports are the imports of another.

airssys_bindings::airssys_bindings!({ mocks: true });

#[cfg(test)]
mod tests;

mod filter;
mod server;

use demo::market::client;
use demo::market::types::Item;

/// The component that imports what the others export.
struct Client;

impl client::Guest for Client {
    fn run(name: String) -> String {
        let cart = demo::market::carts::Cart::new(&name);
        for (id, name) in (0..).zip(["tea", "milk"]) {
            let count = cart.add(&Item { id, name: name.to_owned() });
            client::log(&format!("{count:?}"));
        }
        format!("{} items for {name}", demo::market::carts::total(&[&cart]))
    }
}

client::export!(Client);
