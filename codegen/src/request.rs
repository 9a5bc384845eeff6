//! What the user asked for, as plain data: no file was read yet, and nothing here knows about `proc_macro`.

use std::path::PathBuf;

use crate::diagnostic::ArgumentId;

/// A value that the user gave, and the argument in which it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given<T> {
    /// The value.
    pub value: T,
    /// Where to point when something is wrong with it.
    pub argument: ArgumentId,
}

/// One call of the macro, or one run of a build script.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Request {
    /// The folder of the crate's `Cargo.toml`. Paths are relative to it.
    pub manifest_dir: PathBuf,
    /// Which call this is; makes the names of sections unique.
    pub call: Call,
    /// The roots: folders, `.wit` files or `.wasm` files. None is the same as `wit`.
    pub path: Vec<Given<String>>,
    /// The world that is re-exported at the top.
    pub world: Option<Given<String>>,
    /// The worlds that get a module. None is the same as all.
    pub worlds: Vec<Given<String>>,
    /// The module that holds the tree, from the crate's root: `crate::bindings` is `["bindings"]`.
    pub module: Option<Given<Vec<String>>>,
}

/// Which call of the macro this is, in words that are the same on every machine.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Call {
    /// The name of the package that holds the call.
    pub package: String,
    /// Its version.
    pub version: String,
    /// The name of the crate, which tells a library from the binaries and tests of one package.
    pub target: String,
    /// The source file, relative to the package.
    pub file: String,
    /// The line of the call, from 1.
    pub line: usize,
    /// The column of the call, from 1.
    pub column: usize,
}

impl Call {
    /// What makes the names of this call's sections different from those of all others.
    #[must_use]
    pub fn suffix(&self) -> String {
        let Self { package, version, target, file, line, column } = self;
        format!(" for {package}@{version} {target} {file}:{line}:{column}")
    }
}
