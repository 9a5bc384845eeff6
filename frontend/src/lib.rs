//! WIT packages and their manifests as users write them: the front end of `airssys_bindings!()`.
//!
//! The stages, in the order in which data flows:
//!
//! * [`roots`] names the files and folders to read.
//! * [`sources`] reads them into [`files`], and groups them into folders, each of which is one package.
//! * [`syntax`] parses WIT source into a tree and recovers from errors.
//! * [`check`] applies the rules of WIT to the trees of all packages.
//! * [`manifest`] reads `deps.toml` and the locks of other tools, and links each package to its dependencies.
//!
//! Each stage reports all its errors and warnings as [`diagnostic::Diagnostic`], which renders like an error of rustc.
//! [`suggestions`] tries the fixes that a stage proposes, and keeps those that work. All stages share [`package_name`] and [`spelling`].
//!
//! Nothing here depends on wit-parser, wit-bindgen or `proc_macro`: Cargo compiles this crate in parallel with them.
//!
//! This crate is an implementation detail of `airssys-bindings` and makes no promise of stability: the other crates of
//! the project pin it with `=`.

pub mod check;
pub mod diagnostic;
pub mod files;
pub mod manifest;
pub mod package_name;
mod placement;
pub mod roots;
pub mod sources;
pub mod spelling;
pub mod suggestions;
pub mod syntax;
