//! The roots to read, and the lines that make Cargo watch them.

use std::path::{Path, PathBuf};

use airssys_bindings_codegen::files::with_slashes;
use airssys_bindings_codegen::watched;

use super::environment;

/// One root or several, which are folders, `.wit` files or `.wasm` packages, relative to `Cargo.toml`.
pub trait Roots {
    /// Returns the paths of the roots.
    fn roots(self) -> Vec<String>;
}

impl Roots for &str {
    fn roots(self) -> Vec<String> {
        vec![self.to_owned()]
    }
}

impl Roots for String {
    fn roots(self) -> Vec<String> {
        vec![self]
    }
}

impl Roots for &String {
    fn roots(self) -> Vec<String> {
        vec![self.clone()]
    }
}

impl Roots for &Path {
    fn roots(self) -> Vec<String> {
        vec![with_slashes(self)]
    }
}

impl Roots for PathBuf {
    fn roots(self) -> Vec<String> {
        self.as_path().roots()
    }
}

impl Roots for &PathBuf {
    fn roots(self) -> Vec<String> {
        self.as_path().roots()
    }
}

impl<R: Roots, const N: usize> Roots for [R; N] {
    fn roots(self) -> Vec<String> {
        self.into_iter().flat_map(Roots::roots).collect()
    }
}

impl<R: Roots> Roots for Vec<R> {
    fn roots(self) -> Vec<String> {
        self.into_iter().flat_map(Roots::roots).collect()
    }
}

/// Makes Cargo compile the crate again when a file in these roots changes or is added.
///
/// Call it in a build script, with the roots of the macro's option `path`. Cargo watches all files in a folder at any depth,
/// except for `target` and hidden folders. It watches a folder that contains one of these file by file, and does not notice
/// a file that is added directly to that folder.
///
/// ```no_run
/// airssys_bindings::build::watch("wit");
/// airssys_bindings::build::watch(["wit", "../shared/wit"]);
/// ```
///
/// A missing root is a warning. Cargo notices when it is created. With this call, Cargo runs the build script only when a
/// watched file changes: print `cargo::rerun-if-changed=…` for other files that the script reads.
pub fn watch(roots: impl Roots) {
    let folder = environment::manifest_dir();
    let roots = roots.roots();
    for root in roots.iter().filter(|root| !folder.join(root).exists()) {
        println!("cargo::warning=cannot watch `{root}`, which does not exist");
    }
    print(&watched(&folder, &roots));
}

/// Prints the paths for Cargo to watch.
pub(super) fn print(paths: &[String]) {
    for path in paths {
        println!("cargo::rerun-if-changed={path}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_or_several_paths_of_any_type_are_roots() {
        assert_eq!("wit".roots(), ["wit"]);
        assert_eq!(["wit", "../shared"].roots(), ["wit", "../shared"]);
        assert_eq!(vec![PathBuf::from("a"), Path::new("b").join("c")].roots(), ["a", "b/c"]);
    }
}
