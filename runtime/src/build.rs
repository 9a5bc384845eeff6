//! For build scripts: [`watch`] beside the macro, or [`Config`] instead of it.
//!
//! In `Cargo.toml`:
//!
//! ```toml
//! [build-dependencies]
//! airssys-bindings = { version = "0.1", default-features = false, features = ["build"] }
//! ```
//!
//! # With the macro
//!
//! A macro cannot see that a file was added. This line in `build.rs` makes Cargo see it:
//!
//! ```no_run
//! airssys_bindings::build::watch("wit");
//! ```
//!
//! # Instead of the macro
//!
//! [`Config`] puts the same code into a file, where editors, debuggers and reviewers see it:
//!
//! ```no_run
//! airssys_bindings::build::Config::new().world("backend").generate();
//! ```
//!
//! and `airssys_bindings::include_bindings!();` stands where the macro would.
//!
//! # Checked in
//!
//! Bindings that are checked in cost whoever depends on the crate nothing but compiling them. A test keeps them
//! up to date:
//!
//! ```no_run
//! // tests/bindings.rs, with airssys-bindings and the feature `build` in [dev-dependencies]
//! #[test]
//! fn the_bindings_are_up_to_date() {
//!     airssys_bindings::build::Config::new().assert_up_to_date("src/bindings.rs");
//! }
//! ```
//!
//! It fails with a diff, and writes the file where `BLESS=1` is set: so the file is made in the first place.

mod arguments;
mod checked_in;
mod config;
mod environment;
mod error;
mod generated;
mod host;
mod options;
mod roots;
mod rust;
#[cfg(test)]
mod tests;
mod world_options;

pub use airssys_bindings_codegen::request::{FunctionFlag, Ownership, Side};
pub use config::Config;
pub use error::Error;
pub use generated::Generated;
pub use roots::{Roots, watch};
pub use world_options::WorldOptions;
