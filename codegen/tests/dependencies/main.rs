//! Every way in which dependencies between WIT packages are written down, from files on disk to Rust.

mod deps_folder;
mod directory;
mod gates;
mod limits;
mod links;
mod nested;
mod package_form;
mod panics;
mod twice;
mod versions;
mod wasm;
mod wit_deps;
mod wkg;
