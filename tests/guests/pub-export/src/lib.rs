//! Exports a world whose bindings are in another crate.

use pub_export_bindings::one::test::public::one;

use one::exports::test::public::counting::{Guest, GuestCounter};
use std::cell::Cell;

struct Component;

struct Counter(Cell<u32>);

impl GuestCounter for Counter {
    fn new(start: u32) -> Self {
        Self(Cell::new(start))
    }

    fn next(&self) -> u32 {
        self.0.set(self.0.get() + 1);
        self.0.get()
    }
}

impl Guest for Component {
    type Counter = Counter;
}

impl one::Guest for Component {
    fn run() -> u32 {
        41 + Counter::new(0).next()
    }
}

pub_export_bindings::one::test::public::one::export_one!(
    Component with_types_in pub_export_bindings::one::test::public::one
);
