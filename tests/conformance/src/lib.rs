//! wit-bindgen's own test corpus, random WIT, and published crates, through `airssys_bindings!()`.
//!
//! Each part creates crates in the target directory, and builds them with one run of Cargo. The tests compare the results
//! with the tables in `expected/`.

pub mod cargo;
pub mod codegen;
pub mod corpus;
pub mod expected;
pub mod migration;
pub mod published;
pub mod random;
pub mod report;
pub mod runtime;
pub mod scratch;
pub mod toolchain;
