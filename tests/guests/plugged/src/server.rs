//! The component that exports what the client imports.

use std::cell::RefCell;
use std::sync::atomic::{AtomicU32, Ordering};

use airssys_bindings::{FutureReader, StreamReader};

use crate::demo::market::server::exports::clock;
use crate::demo::market::server::exports::demo::market::{carts, names, tokens, values};
use crate::demo::market::server::{self, wit_future};
use crate::demo::market::types::{Fault, Item, Marks, Size};

pub struct Server;

/// The number of baskets that were dropped.
pub static DROPPED: AtomicU32 = AtomicU32::new(0);

pub struct Basket {
    owner: String,
    items: RefCell<Vec<Item>>,
}

impl Drop for Basket {
    fn drop(&mut self) {
        DROPPED.fetch_add(1, Ordering::Relaxed);
    }
}

pub struct Coin(String);

impl tokens::GuestToken for Coin {
    fn new(name: String) -> Self {
        Self(name)
    }

    fn name(&self) -> String {
        self.0.clone()
    }
}

impl tokens::Guest for Server {
    type Token = Coin;
}

impl carts::GuestCart for Basket {
    fn new(owner: String) -> Self {
        Self { owner, items: RefCell::default() }
    }

    fn open(owner: String) -> Result<carts::Cart, Fault> {
        match owner.as_str() {
            "" => Err(Fault::Gone),
            _ => Ok(carts::Cart::new(Self::new(owner))),
        }
    }

    fn merge(a: carts::Cart, b: carts::CartBorrow<'_>) -> carts::Cart {
        let (merged, other) = (a.get::<Self>(), b.get::<Self>());
        merged.items.borrow_mut().extend(other.items());
        a
    }

    fn add(&self, item: Item) -> Result<u32, Fault> {
        let mut items = self.items.borrow_mut();
        items.push(item);
        u32::try_from(items.len()).map_err(|error| Fault::Other(error.to_string()))
    }

    fn items(&self) -> Vec<Item> {
        self.items.borrow().clone()
    }

    fn pay(&self, mut tokens: Vec<carts::Token>) -> Option<carts::Token> {
        tokens.pop()
    }

    async fn checkout(&self, places: u32) -> u64 {
        airssys_bindings::yield_async().await;
        self.items().len() as u64 + u64::from(places)
    }
}

impl carts::Guest for Server {
    type Cart = Basket;

    fn total(carts: Vec<carts::CartBorrow<'_>>) -> u64 {
        carts.iter().map(|cart| cart.get::<Basket>().items.borrow().len() as u64).sum()
    }

    fn hold(
        holder: carts::Holder,
        lender: carts::Lender<'_>,
        choice: carts::Choice,
    ) -> carts::Holder {
        let choice = match choice {
            carts::Choice::Cart(cart) => cart.get::<Basket>().owner.clone(),
            carts::Choice::Token(token) => token.get::<Coin>().0.clone(),
            carts::Choice::Nothing => "nothing".to_owned(),
        };
        let lent = &lender.cart.get::<Basket>().owner;
        assert_eq!((lender.count, lender.others), (3, (Some(true), vec![4])));
        let name = format!("{} of {}, {lent} of {}", holder.name, choice, lender.name);
        carts::Holder { cart: holder.cart, name }
    }

    fn split(cart: carts::Cart) -> Result<(carts::Cart, Vec<carts::Cart>), carts::Cart> {
        let items = cart.get::<Basket>().items.take();
        if items.is_empty() {
            return Err(cart);
        }
        let of_item = |item: Item| {
            let basket = Basket { owner: item.name.clone(), items: RefCell::new(vec![item]) };
            carts::Cart::new(basket)
        };
        Ok((cart, items.into_iter().map(of_item).collect()))
    }

    async fn wait(cart: carts::CartBorrow<'_>, name: String) -> Result<carts::Cart, Fault> {
        airssys_bindings::yield_async().await;
        let owner = &cart.get::<Basket>().owner;
        <Basket as carts::GuestCart>::open(format!("{owner} and {name}"))
    }

    fn feed(bytes: StreamReader<u8>) -> FutureReader<String> {
        let (writer, reader) = wit_future::new(|| "nothing".to_owned());
        airssys_bindings::spawn_local(async move {
            let bytes = bytes.collect().await;
            writer.write(format!("{} bytes", bytes.len())).await
        });
        reader
    }

    fn each(carts: StreamReader<carts::Cart>) -> StreamReader<carts::Cart> {
        carts
    }
}

impl values::Guest for Server {
    fn integers(
        a: u8,
        b: i8,
        c: u16,
        d: i16,
        e: u32,
        f: i32,
        g: u64,
        h: i64,
    ) -> (u8, i8, u16, i16, u32, i32, u64, i64) {
        (a, b, c, d, e, f, g, h)
    }

    fn others(a: bool, b: char, c: f32, d: f64) -> (bool, char, f32, f64) {
        (a, b, c, d)
    }

    fn lists(
        a: Vec<u8>,
        b: Vec<String>,
        c: Vec<Item>,
        d: Vec<Vec<u16>>,
        e: Vec<(String, u8)>,
    ) -> (Vec<u8>, Vec<String>, Vec<Item>, Vec<Vec<u16>>, Vec<(String, u8)>) {
        (a, b, c, d, e)
    }

    fn options(
        a: Option<String>,
        b: Option<u32>,
        c: Option<Option<Item>>,
        d: Option<Vec<String>>,
    ) -> (Option<String>, Option<u32>, Option<Option<Item>>, Option<Vec<String>>) {
        (a, b, c, d)
    }

    fn results(
        a: Result<String, Fault>,
        b: Result<(), u8>,
        c: Result<u8, ()>,
        d: Result<(), ()>,
    ) -> (Result<String, Fault>, Result<(), u8>, Result<u8, ()>, Result<(), ()>) {
        (a, b, c, d)
    }

    fn named(
        a: Item,
        b: Fault,
        c: Size,
        d: Marks,
        e: values::Label,
        f: values::Labels,
    ) -> (Item, Fault, Size, Marks, values::Label, values::Labels) {
        (a, b, c, d, e, f)
    }

    fn tuples(a: (String, (u8, Item))) -> (String, (u8, Item)) {
        a
    }

    fn arrays(a: [u8; 4], b: [u16; 2]) -> ([u8; 4], [u16; 2]) {
        (a, b)
    }

    async fn later(
        a: String,
        b: Vec<Item>,
        c: Option<String>,
    ) -> (String, Vec<Item>, Option<String>) {
        airssys_bindings::yield_async().await;
        (a, b, c)
    }
}

pub struct Named(String);

impl names::GuestPlugged for Named {
    fn new(t: String) -> Self {
        Self(t)
    }

    fn plug(&self, result: String, value0: Option<String>) -> String {
        format!("{}{result}{value0:?}", self.0)
    }
}

impl names::Guest for Server {
    type Plugged = Named;

    fn plug(mock: names::T, handle: Option<String>) -> names::T {
        names::T { name: mock.name + &handle.unwrap_or_default() }
    }
}

pub struct Bell(u64);

impl clock::GuestAlarm for Bell {
    fn new(at: clock::Time) -> Self {
        Self(at.seconds)
    }

    fn at(&self) -> clock::Time {
        clock::Time { seconds: self.0 }
    }
}

impl clock::Guest for Server {
    type Alarm = Bell;

    fn now(after: Option<clock::Time>) -> clock::Time {
        clock::Time { seconds: after.map_or(7, |time| time.seconds + 7) }
    }
}

impl server::Guest for Server {
    fn log(message: String) -> u32 {
        u32::try_from(message.len()).unwrap_or_default()
    }

    fn measure(size: u32) -> u32 {
        size
    }

    fn compare(size: u32) -> Result<u32, ()> {
        Ok(size)
    }
}
