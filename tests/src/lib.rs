//! Support for the end-to-end tests, which build guests for wasm32, componentize, inspect and run them.
//!
//! | module | input | output |
//! |---|---|---|
//! | [`host`] | a component | its results, and the calls that it made to the host |
//! | [`hosts`] | a host crate | whether it compiles |
//! | [`published_crates`] | the checkout | the crates as Cargo packages them |
//! | [`published_packages`] | the name of a package | its directory in Cargo's registry |
//!
//! The modules that build guests are those of the quickstart, and those for toolchains are a crate of their own.

pub use airssys_bindings_quickstart::{component, fixture, guest, module_tree};
pub use airssys_bindings_toolchains::{analyzer, cargo, paths, toolchain};

pub mod host;
pub mod hosts;
pub mod published_crates;
pub mod published_packages;

#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/components.md")]
struct Components;

#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/permissions.md")]
struct Permissions;

#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/testing-on-the-host.md")]
struct TestingOnTheHost;
