//! WIT packages and their manifests as users write them: the front end of `airssys_bindings!()`.
//!
//! [`sources`] reads the files below the [`roots`], [`syntax`] parses WIT and recovers from errors, [`check`] applies the
//! rules of WIT to what was parsed, and [`manifest`] reads `deps.toml` and the locks of other tools. All of them report
//! errors and warnings as a [`diagnostic::Diagnostic`], which renders as the compiler's own do.
//!
//! This crate is an implementation detail of `airssys-bindings` and makes no promise of stability: the other crates of
//! the project pin it with `=`.

pub mod check;
pub mod diagnostic;
pub mod files;
pub mod manifest;
pub mod package_name;
pub mod roots;
pub mod sources;
pub mod spelling;
pub mod syntax;
