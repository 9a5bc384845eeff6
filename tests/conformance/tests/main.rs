//! All tests of this crate, in one program.

mod codegen;
mod native;
mod published;
mod random;
mod report;
mod runtime;
