//! The end-to-end tests: guests are built for wasm32, made into components, looked at and run.
//!
//! | module | from | to |
//! |---|---|---|
//! | [`folders`] | where this program was built | the folders that everything else reads and writes |
//! | [`cargo`] | the environment of a test | a Cargo that is not disturbed by it |
//! | [`toolchain`] | the machine | a Rust that can build for wasm32 |
//! | [`guest`] | a guest crate | a component |
//! | [`component`] | a component | the names of what it imports and exports |
//! | [`host`] | a component | its answers, and what it asked the host for |
//! | [`hosts`] | a host crate | whether it compiles |
//! | [`fixture`] | a crate in a scratch folder | what Cargo says about it |
//! | [`packages`] | the checkout | the crates as they are published |
//! | [`analyzer`] | a crate in a scratch folder | what rust-analyzer says about it |
//! | [`tree`] | generated code | a picture of its modules |

pub mod analyzer;
pub mod cargo;
pub mod component;
pub mod fixture;
pub mod folders;
pub mod guest;
pub mod host;
pub mod hosts;
pub mod packages;
pub mod toolchain;
pub mod tree;

#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/components.md")]
struct Components;

#[cfg(doctest)]
#[doc = include_str!("../../docs/guide/permissions.md")]
struct Granting;
