//! wit-bindgen's own test corpus, and random WIT, through `airssys_bindings!()`.
//!
//! Each part makes crates in the target folder, and one Cargo builds them all; the tests compare what
//! came of it with the tables in `expected/`.

pub mod cargo;
pub mod codegen;
pub mod corpus;
pub mod expected;
pub mod folders;
pub mod random;
pub mod report;
pub mod runtime;
pub mod scratch;
pub mod toolchain;
