//! Toolchains to build guests, and commands that run them.
//!
//! | module | input | output |
//! |---|---|---|
//! | [`paths`] | the location of the running program | the directories that the tests read and write |
//! | [`cargo`] | the environment of a test | a Cargo command isolated from that environment |
//! | [`toolchain`] | the machine | a Rust toolchain that can build for wasm32 |
//! | [`analyzer`] | a crate in a scratch directory | the diagnostics of rust-analyzer |
//! | [`progress`] | the steps of a long operation | a line that shows them |

pub mod analyzer;
pub mod cargo;
pub mod paths;
pub mod progress;
pub mod toolchain;
