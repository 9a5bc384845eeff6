//! A guest that returns its arguments, with the bindings of either macro.

#[cfg(feature = "airssys-bindings")]
airssys_bindings::airssys_bindings!();
#[cfg(feature = "wit-bindgen")]
wit_bindgen::generate!();

use std::cell::Cell;

use exports::bench::calls::calls::{Guest, GuestCounter, Small, Ten};

struct Program;

struct Counter(Cell<u32>);

impl GuestCounter for Counter {
    fn new() -> Self {
        Self(Cell::new(0))
    }

    fn next(&self) -> u32 {
        self.0.set(self.0.get() + 1);
        self.0.get()
    }
}

impl Guest for Program {
    type Counter = Counter;

    fn nothing() {}

    fn text(text: String) -> String {
        text
    }

    fn fields(ten: Ten) -> Ten {
        ten
    }

    fn records(records: Vec<Small>) -> Vec<Small> {
        records
    }
}

export!(Program);
