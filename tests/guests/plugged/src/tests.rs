//! Each rule of the section "Testing two components together".

mod resources;
mod values;

use std::panic::{AssertUnwindSafe, catch_unwind};

use airssys_bindings::block_on;

use crate::demo::market::{carts, client, filter, greetings, host, server};
use crate::filter::{Loud, Plain, Twice};
use crate::server::Server;
use crate::{Client, client::Guest as _};

use filter::exports::demo::market::greetings as filtered;
use host::exports::demo::market::greetings as of_host;
use server::exports::clock as clock_of_server;
use server::exports::demo::market as of_server;

/// The message of the panic of a function.
fn panic_of<T>(function: impl FnOnce() -> T) -> String {
    let result = catch_unwind(AssertUnwindSafe(function)).map(drop);
    let payload = result.expect_err("it panics");
    payload.downcast_ref::<String>().cloned().unwrap_or_default()
}

#[test]
fn a_component_serves_another() {
    let _carts = of_server::carts::plug::<Server>();
    let _log = server::plug::<Server>();
    assert_eq!(Client::run("Ada".to_owned()), "2 items for Ada");
}

#[test]
fn dropping_the_guard_removes_the_component() {
    let of_carts = of_server::carts::plug::<Server>();
    assert_eq!(carts::total(&[]), 0);
    drop(of_carts);
    let message = panic_of(|| carts::total(&[]));
    assert!(message.contains("no mock is installed"), "{message}");
}

#[test]
fn mocks_and_components_nest() {
    let _component = of_server::carts::plug::<Server>();
    let mock = carts::mock_with().total(|_| 40).install();
    assert_eq!(carts::total(&[]), 40);
    let inner = of_server::carts::plug::<Server>();
    assert_eq!(carts::total(&[]), 0);
    drop(inner);
    assert_eq!(carts::total(&[]), 40);
    drop(mock);
    assert_eq!(carts::total(&[]), 0);
}

#[test]
fn the_imports_of_a_component_are_those_below_it() {
    let _plain = of_host::plug::<Plain>();
    let _loud = filtered::plug::<Loud>();
    let _twice = filtered::plug::<Twice>();
    assert_eq!(greetings::greet("Ada"), "hello, Ada!hello, Ada!");
    assert_eq!(greetings::Greeter::new().greet("Bo"), "hello, Bo!hello, Bo!");
    let later = block_on(async { greetings::greet_later("Cy".to_owned()).await });
    assert_eq!(later, "hello, Cy!hello, Cy!");
}

#[test]
fn a_component_that_serves_itself_lacks_its_import() {
    let _loud = filtered::plug::<Loud>();
    let message = panic_of(|| greetings::greet("Ada"));
    assert!(message.contains("no mock is installed"), "{message}");
    // The panic ended the call.
    let message = panic_of(|| greetings::greet("Ada"));
    assert!(message.contains("no mock is installed"), "{message}");
}

#[test]
fn functions_of_worlds_are_plugged_as_well() {
    let _server = server::plug::<Server>();
    assert_eq!(client::log("four"), 4);
    let message = panic_of(client::unplugged);
    assert!(message.contains("the component does not export it"), "{message}");
    for message in [panic_of(|| client::measure(1)), panic_of(|| client::compare(1))] {
        assert!(message.contains("its types differ"), "{message}");
    }
}

#[test]
fn inline_interfaces_are_plugged_by_their_names() {
    use client::clock::{Alarm, Time, now};

    let _clock = clock_of_server::plug::<Server>();
    assert_eq!(now(None).seconds, 7);
    assert_eq!(now(Some(Time { seconds: 3 })).seconds, 10);
    assert_eq!(Alarm::new(Time { seconds: 5 }).at().seconds, 5);
}

#[test]
fn streams_and_futures_pass_between_components() {
    let _carts = of_server::carts::plug::<Server>();
    let (mut writer, reader) = crate::wit_stream::new();
    let answer = block_on(async {
        let answer = carts::feed(reader);
        assert!(writer.write_all(vec![1, 2, 3]).await.is_empty());
        drop(writer);
        answer.await
    });
    assert_eq!(answer, "3 bytes");
}

#[test]
fn threads_have_their_own_components() {
    let _carts = of_server::carts::plug::<Server>();
    let panicked = std::thread::spawn(|| panic_of(|| carts::total(&[])));
    assert!(panicked.join().unwrap().contains("no mock is installed"));
}
