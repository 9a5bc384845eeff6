//! Every form in which dependencies between WIT packages are declared, from files on disk to Rust.

mod components;
mod deps_folder;
mod directory;
mod duplicates;
mod gates;
#[cfg(feature = "host")]
mod host_names;
mod limits;
mod links;
mod nested;
mod package_form;
mod panics;
mod selection;
mod versions;
mod wasm;
mod wit_deps;
mod wkg;
