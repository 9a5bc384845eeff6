//! All tests of this crate, in one program.

mod codegen;
mod random;
mod report;
mod runtime;
