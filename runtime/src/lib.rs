//! Rust bindings for a whole directory of WIT packages, for components and for the Wasmtime hosts that run them.
//!
//! [`airssys_bindings!`] reads the folder `wit` of a crate, resolves its packages against each other, and expands to one module
//! tree: the WIT item `ns:pkg/name` is the Rust module `ns::pkg::name`. Each world has a module with the traits to implement and an
//! `export!`, and one WIT type is one Rust type in all of them.
//!
//! # A component
//!
//! ```
//! airssys_bindings::airssys_bindings!({
//!     // Without this option, the packages are read from the folder `wit`.
//!     inline: "
//!         package example:greeter@1.0.0;
//!
//!         interface console {
//!             print: func(line: string);
//!         }
//!
//!         interface greetings {
//!             greet: func(name: string);
//!         }
//!
//!         world greeter {
//!             import console;
//!             export greetings;
//!         }
//!     ",
//! #   mocks: true,
//! });
//!
//! use example::greeter::console;
//! use exports::example::greeter::greetings::Guest;
//!
//! struct Greeter;
//!
//! impl Guest for Greeter {
//!     fn greet(name: String) {
//!         console::print(&format!("hello, {name}"));
//!     }
//! }
//!
//! export!(Greeter);
//!
//! // With `#[test]`, in the unit tests: each import has a mock.
//! fn greets_by_name() {
//!     let _installed =
//!         console::mock_with().print(|line| assert_eq!(line, "hello, Ada")).install();
//!     Greeter::greet("Ada".to_owned());
//! }
//! # fn main() { greets_by_name(); }
//! ```
//!
//! `cargo build --target wasm32-wasip2` builds the component, and `cargo test` runs its tests natively. With the option `side: host`,
//! the macro generates Wasmtime bindings from the same packages, with the same paths.
//!
//! Errors in WIT are compile errors that point into the WIT file, have a code, and suggest a checked fix.
//!
//! # Features
//!
//! | feature | default | what it enables |
//! |---|---|---|
//! | `macros` | yes | [`airssys_bindings!`] for components |
//! | `guest` | yes | the run-time support of components; `std`, `async`, `realloc` and `bitflags`, which are also on by default, enable it |
//! | `async-spawn`, `futures-stream`, `inter-task-wakeup` | no | `spawn_local`, `futures::Stream` for streams, and waking tasks from other tasks |
//! | `host` | no | [`airssys_bindings!`] with `side: host`, and Wasmtime 48 as `airssys_bindings::wasmtime` |
//! | `host-bindings` | no | the same with your own dependency on Wasmtime, and the option `wasmtime_crate` |
//! | `wasmtime` | no | only the run-time support of hosts, for bindings from a build script or in version control |
//! | `build` | no | the module `build`: build scripts, skeletons, bindings in version control, compatibility tests |
//! | `host-services` | no | the module `host`, on Unix: a host for components of the `airssys` packages, with permissions |
//!
//! Hosts disable the default features: `default-features = false, features = ["host"]`.
//!
//! # More
//!
//! The [book](https://github.com/airsstack/airssys-bindings/blob/HEAD/docs/README.md) describes components, hosts, tests, and how packages are
//! found.
#![cfg_attr(not(any(feature = "build", feature = "host-services")), no_std)]
// Hosted documentation shows the feature that each item needs.
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "std")]
extern crate std;

#[cfg(feature = "build")]
pub mod build;

#[cfg(feature = "host-services")]
pub mod host;

#[cfg(all(feature = "std", not(target_family = "wasm")))]
pub mod mocks;

/// The part of generated code for targets other than WebAssembly. Not a public API: it changes with every version.
#[cfg(all(feature = "guest", not(target_family = "wasm")))]
#[doc(hidden)]
pub mod __native;

/// Generates Rust bindings for all WIT packages of a directory, as one module tree.
///
/// ```ignore
/// airssys_bindings::airssys_bindings!();
/// ```
///
/// This call reads the folder `wit` next to `Cargo.toml`, and generates the Rust module `ns::pkg::name` for each WIT item
/// `ns:pkg/name`, in the module of the call. The module of each world has its own `export!`.
///
/// # Arguments
///
/// * `airssys_bindings!()` binds all packages in `wit`.
/// * `airssys_bindings!("world")`, `airssys_bindings!(in "path")` and `airssys_bindings!("world" in "path")` are short for
///   the options `world` and `path`.
/// * `airssys_bindings!({ path: "wit", world: "full" })` sets options by name. Each option can be set once. A string can
///   also be a macro such as `concat!`, and the name of an option that expects `true` or `false` stands for `true`.
///
/// # Options
///
#[doc = include_str!("options.md")]
///
/// # Errors
///
/// Each error in a WIT file or a manifest is a compile error that shows the location in that file. An error in an argument
/// points at the argument. One build reports all errors.
#[cfg(any(feature = "macros", feature = "host", feature = "host-bindings"))]
#[macro_export]
macro_rules! airssys_bindings {
    ($($arguments:tt)*) => {
        $crate::__import_runtime!();
        $crate::__macro::airssys_bindings! { $($arguments)* }
    };
}

/// Expands to documentation of the module tree, a string literal, for the crate or module that calls [`airssys_bindings!`].
///
/// ```ignore
/// //! The components of the shop.
/// #![cfg_attr(doc, doc = airssys_bindings::overview!())]
///
/// airssys_bindings::airssys_bindings!();
/// ```
///
/// `cfg_attr(doc, …)` limits the work of reading the packages again to `cargo doc`.
///
/// The page lists the packages with their versions, interfaces and worlds, and draws their dependencies. The macro takes the
/// options of [`airssys_bindings!`]: pass those that select packages to both. With the option `module` the macro is
/// unnecessary, since the page is then part of the module.
///
/// # Errors
///
/// Only errors in the arguments. [`airssys_bindings!`] reports errors in the packages.
#[cfg(any(feature = "macros", feature = "host", feature = "host-bindings"))]
#[macro_export]
macro_rules! overview {
    ($($arguments:tt)*) => {
        $crate::__macro::overview! { $($arguments)* }
    };
}

/// The procedural macros. Not a public API.
#[cfg(any(feature = "macros", feature = "host", feature = "host-bindings"))]
#[doc(hidden)]
pub use airssys_bindings_macro as __macro;

/// The name of this crate in generated code. Not a public API.
#[doc(hidden)]
pub mod __names {
    pub extern crate self as __airssys_bindings;
}

/// Imports the name of this crate for generated code, whatever a crate that depends on it calls it: `$crate` is this crate even
/// behind a re-export. A glob import can be repeated in a module, for several calls.
#[macro_export]
#[doc(hidden)]
macro_rules! __import_runtime {
    () => {
        #[allow(unused_imports)]
        use $crate::__names::*;
    };
}

/// Streams, futures and tasks, for components with `async` functions.
#[cfg(feature = "async")]
pub use crate::rt::async_support::{
    AbiBuffer, FutureOps, FutureRead, FutureReader, FutureWrite, FutureWriteCancel,
    FutureWriteError, FutureWriter, RawFutureRead, RawFutureReader, RawFutureWrite,
    RawFutureWriter, RawStreamRead, RawStreamReader, RawStreamWrite, RawStreamWriter, StreamOps,
    StreamRead, StreamReader, StreamResult, StreamWrite, StreamWriter, backpressure_dec,
    backpressure_inc, block_on, yield_async, yield_blocking,
};
/// Spawning of tasks, for components with `async` functions.
#[cfg(feature = "async-spawn")]
pub use crate::rt::async_support::{JoinHandle, spawn_local};

/// Run-time support for generated code. Not a public API: it changes with every version.
#[cfg(feature = "guest")]
#[doc(hidden)]
pub mod rt {
    #[cfg(all(feature = "async", feature = "std", not(target_family = "wasm")))]
    pub use crate::__native::async_support;
    pub use wit_bindgen::rt::*;
}

/// The version of Wasmtime for which `side: host` generates code.
#[cfg(feature = "wasmtime")]
pub use wasmtime;

/// Wasmtime, as generated code names it. Not a public API: it changes with every version.
#[cfg(feature = "wasmtime")]
#[doc(hidden)]
pub mod __wasmtime;

/// Embeds the permissions that a component requests, so that they travel with it: a TOML file next to `Cargo.toml`.
///
/// ```ignore
/// airssys_bindings::requested_permissions!("requested-permissions.toml");
/// ```
///
/// The file is written like the record `requested-permissions` of `airssys:core-capabilities`:
///
/// ```toml
/// component = "acme:printer@1.4.0"
/// filesystem = [{ action = "read", path-pattern = "/invoices/**" }]
/// network = [{ action = "http", host-pattern = "*.example.com", port = 443 }]
/// ```
///
/// A host with the feature `host-services` reads it when it compiles the component, and reports mistakes there. The
/// file is the custom section `airssys:requested-permissions` of the component; off WebAssembly, the macro only checks
/// that the file exists. Call it once, in the crate of the component.
#[macro_export]
macro_rules! requested_permissions {
    ($path:literal) => {
        const _: () = {
            const SOURCE: &[u8] = ::core::include_bytes!(::core::concat!(
                ::core::env!("CARGO_MANIFEST_DIR"),
                "/",
                $path
            ));
            #[allow(dead_code, unsafe_code)]
            #[cfg_attr(
                target_family = "wasm",
                used,
                unsafe(link_section = "airssys:requested-permissions")
            )]
            static SECTION: [u8; SOURCE.len()] = *::core::include_bytes!(::core::concat!(
                ::core::env!("CARGO_MANIFEST_DIR"),
                "/",
                $path
            ));
        };
    };
}

/// Includes the bindings that a build script generated with
/// [`build::Config::generate`](https://docs.rs/airssys-bindings).
///
/// Expands to the module tree, like [`airssys_bindings!`], but needs only the features for run-time support, not the
/// macro. In a crate without a build script, the error says how to write one.
///
/// ```ignore
/// airssys_bindings::include_bindings!();
/// ```
#[macro_export]
macro_rules! include_bindings {
    () => {
        $crate::__import_runtime!();
        $crate::__include_generated!();
    };
}

/// Includes the file of the build script. Not a public API.
#[cfg(not(rust_analyzer))]
#[macro_export]
#[doc(hidden)]
macro_rules! __include_generated {
    () => {
        ::core::include!(::core::concat!(
            ::core::env!(
                "OUT_DIR",
                "`include_bindings!` includes the bindings that a build script generates, and this crate has no build script\n\
                 help: write `fn main() { airssys_bindings::build::Config::new().generate(); }` to `build.rs`, and add \
                 `airssys-bindings` with `features = [\"build\"]` to `[build-dependencies]`\n\
                 help: or call `airssys_bindings::airssys_bindings!();`, which needs no build script"
            ),
            "/airssys_bindings.rs"
        ));
    };
}

/// The same for rust-analyzer, which does not support `env!` with a message.
#[cfg(rust_analyzer)]
#[macro_export]
#[doc(hidden)]
macro_rules! __include_generated {
    () => {
        ::core::include!(::core::concat!(::core::env!("OUT_DIR"), "/airssys_bindings.rs"));
    };
}
