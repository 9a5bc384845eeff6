//! Support for the end-to-end tests, which build guests for wasm32, componentize, inspect and run them.
//!
//! | module | input | output |
//! |---|---|---|
//! | [`paths`] | the location of the running program | the directories that the other modules read and write |
//! | [`cargo`] | the environment of a test | a Cargo command isolated from that environment |
//! | [`toolchain`] | the machine | a Rust toolchain that can build for wasm32 |
//! | [`guest`] | a guest crate | a component |
//! | [`component`] | a component | the names of its imports and exports |
//! | [`host`] | a component | its results, and the calls that it made to the host |
//! | [`hosts`] | a host crate | whether it compiles |
//! | [`fixture`] | a crate in a scratch directory | the output of Cargo |
//! | [`published_crates`] | the checkout | the crates as Cargo packages them |
//! | [`published_packages`] | the name of a package | its directory in Cargo's registry |
//! | [`analyzer`] | a crate in a scratch directory | the diagnostics of rust-analyzer |
//! | [`module_tree`] | generated code | a drawing of its modules |

pub mod analyzer;
pub mod cargo;
pub mod component;
pub mod fixture;
pub mod guest;
pub mod host;
pub mod hosts;
pub mod module_tree;
pub mod paths;
pub mod published_crates;
pub mod published_packages;
pub mod toolchain;

#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/components.md")]
struct Components;

#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/permissions.md")]
struct Permissions;

#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/testing-on-the-host.md")]
struct TestingOnTheHost;
