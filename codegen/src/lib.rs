//! The library behind `airssys_bindings!()`: reads a directory of WIT packages and writes Rust bindings.

mod check;
pub mod diagnostic;
pub mod files;
mod manifest;
mod syntax;

/// What was asked for.
pub struct Request;
