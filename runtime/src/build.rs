//! Bindings from build scripts and tests, skeletons of implementations, and tests that WIT stays compatible.
//!
//! | to | use |
//! |---|---|
//! | make Cargo notice files that are added | [`watch`] |
//! | generate the bindings in a build script | [`Config::generate`] |
//! | keep bindings in version control | [`Config::assert_up_to_date`] |
//! | start an implementation with all its functions | [`Config::write_skeleton`] |
//! | test that a change of WIT is compatible | [`Compatibility`] |
//!
//! In `Cargo.toml`:
//!
//! ```toml
//! [build-dependencies]
//! airssys-bindings = { version = "0.2", default-features = false, features = ["build"] }
//! ```
//!
//! # With the macro
//!
//! Cargo does not expand a macro again when a file is added. It does with this line in `build.rs`:
//!
//! ```no_run
//! airssys_bindings::build::watch("wit");
//! ```
//!
//! # Instead of the macro
//!
//! [`Config`] writes the same code to a file, which editors, debuggers and reviewers can open:
//!
//! ```no_run
//! airssys_bindings::build::Config::new().world("backend").generate();
//! ```
//!
//! Call `airssys_bindings::include_bindings!();` in place of the macro.
//!
//! # In version control
//!
//! Dependents of a crate with bindings in version control compile no generator. A test keeps the bindings up to date:
//!
//! ```no_run
//! // tests/bindings.rs, with airssys-bindings and the feature `build` in [dev-dependencies]
//! #[test]
//! fn the_bindings_are_up_to_date() {
//!     airssys_bindings::build::Config::new().assert_up_to_date("src/bindings.rs");
//! }
//! ```
//!
//! If the file is stale, the test fails with a diff. With `BLESS=1` it writes the file, also for the first time.
//!
//! # Compatible WIT
//!
//! [`Compatibility`] compares a directory with its previous version, and asserts that its version allows the changes.

mod arguments;
mod checked_in;
mod compatibility;
mod config;
mod environment;
mod error;
mod generate;
mod options;
mod roots;
mod rust_syntax;
mod skeleton;
#[cfg(test)]
mod tests;
mod world_options;

pub use airssys_bindings_codegen::request::{FunctionFlag, Ownership, Side};
pub use compatibility::Compatibility;
pub use config::Config;
pub use error::Error;
pub use generate::Generated;
pub use roots::{Roots, watch};
pub use world_options::WorldOptions;
