//! Components that import and export one interface.

use crate::demo::market::filter::exports::demo::market::greetings as exported;
use crate::demo::market::greetings;
use crate::demo::market::host::exports::demo::market::greetings as of_host;

/// Adds to what the component below it returns.
pub struct Loud;

/// Repeats what the component below it returns.
pub struct Twice;

/// The component that needs no other one.
pub struct Plain;

pub struct LoudGreeter(greetings::Greeter);

impl exported::GuestGreeter for LoudGreeter {
    fn new() -> Self {
        Self(greetings::Greeter::new())
    }

    fn greet(&self, name: String) -> String {
        self.0.greet(&name) + "!"
    }
}

impl exported::Guest for Loud {
    type Greeter = LoudGreeter;

    fn greet(name: String) -> String {
        greetings::greet(&name) + "!"
    }

    async fn greet_later(name: String) -> String {
        let task = airssys_bindings::spawn_local(greetings::greet_later(name));
        airssys_bindings::yield_async().await;
        task.await.unwrap_or_default() + "!"
    }
}

pub struct TwiceGreeter(greetings::Greeter);

impl exported::GuestGreeter for TwiceGreeter {
    fn new() -> Self {
        Self(greetings::Greeter::new())
    }

    fn greet(&self, name: String) -> String {
        self.0.greet(&name).repeat(2)
    }
}

impl exported::Guest for Twice {
    type Greeter = TwiceGreeter;

    fn greet(name: String) -> String {
        greetings::greet(&name).repeat(2)
    }

    async fn greet_later(name: String) -> String {
        airssys_bindings::yield_async().await;
        greetings::greet_later(name).await.repeat(2)
    }
}

pub struct PlainGreeter;

impl of_host::GuestGreeter for PlainGreeter {
    fn new() -> Self {
        Self
    }

    fn greet(&self, name: String) -> String {
        format!("hello, {name}")
    }
}

impl of_host::Guest for Plain {
    type Greeter = PlainGreeter;

    fn greet(name: String) -> String {
        format!("hello, {name}")
    }

    async fn greet_later(name: String) -> String {
        airssys_bindings::yield_async().await;
        format!("hello, {name}")
    }
}
