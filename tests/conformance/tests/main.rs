//! The tests of this crate, as one program.

mod codegen;
mod random;
mod report;
mod runtime;
