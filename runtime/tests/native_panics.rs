//! The panics of imports that nothing implements, in native code: `native_panics.txt`.
//!
//! `BLESS=1 cargo test -p airssys-bindings --test native_panics` writes the file.

use std::panic::{UnwindSafe, catch_unwind};
use std::path::Path;
use std::{env, fs};

#[allow(missing_docs, unsafe_code, unreachable_pub)]
mod guest {
    airssys_bindings::airssys_bindings!({ inline: "
        package demo:shop@1.2.0;

        interface carts {
            resource cart {
                constructor(owner: string);
                add: func(name: string) -> u64;
            }
            total: func(names: list<string>) -> u64;
        }

        world shop {
            import carts;
            import log: func(message: string);
        }
    " });
}

use guest::demo::shop::carts::{self, Cart, MockCart};
use guest::demo::shop::shop;

struct Nothing;

impl carts::Mock for Nothing {}
impl MockCart for Nothing {}

fn message_of(call: impl FnOnce() + UnwindSafe) -> String {
    let panic = catch_unwind(call).expect_err("a panic");
    panic.downcast_ref::<String>().expect("a message").clone()
}

#[test]
fn imports_that_nothing_implements_panic_with_what_to_write() {
    let panics = [
        (
            "no mock of the interface is installed",
            message_of(|| {
                carts::total(&[]);
            }),
        ),
        ("the constructor of a resource", message_of(|| drop(Cart::new("Ada")))),
        ("no mock of the world is installed", message_of(|| shop::log("hello"))),
        (
            "the mock does not implement the function",
            message_of(|| {
                let _installed = carts::mock(&Nothing);
                carts::total(&[]);
            }),
        ),
        (
            "no closure implements the function",
            message_of(|| {
                let _installed = carts::mock_with().install();
                carts::total(&[]);
            }),
        ),
        (
            "the object does not implement the method",
            message_of(|| {
                Cart::mock(Nothing).add("a");
            }),
        ),
    ];
    let text: Vec<_> =
        panics.iter().map(|(when, message)| format!("## {when}\n\n{message}\n")).collect();
    let text = text.join("\n");
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/native_panics.txt");
    if env::var_os("BLESS").is_some() {
        fs::write(&file, &text).expect("writable");
    }
    assert_eq!(text, fs::read_to_string(file).expect("readable"));
}
