//! From roots to the lines by which Cargo watches them.

use std::path::{Path, PathBuf};

use airssys_bindings_codegen::watched;

use super::environment;

/// One root or several: folders, `.wit` files or `.wasm` packages, relative to `Cargo.toml`.
pub trait Roots {
    /// The roots, one by one.
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
        vec![self.to_string_lossy().into_owned()]
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

/// Makes Cargo compile the crate again when anything changes in these roots, files that are added included.
///
/// To be called in a build script, for the roots that the macro's option `path` names. Everything in a folder is
/// watched, however deep, but for `target` and hidden folders. A folder that holds one of these is watched file by file;
/// a file that is added right there is not seen.
///
/// ```no_run
/// airssys_bindings::build::watch("wit");
/// airssys_bindings::build::watch(["wit", "../shared/wit"]);
/// ```
///
/// A root that is not there is a warning, and is seen once it is there. Cargo runs a build script that says what to
/// watch only when that changes: say so of other files that it reads (`cargo::rerun-if-changed=…`).
pub fn watch(roots: impl Roots) {
    let folder = environment::manifest_dir();
    let roots = roots.roots();
    for root in roots.iter().filter(|root| !folder.join(root).exists()) {
        println!("cargo::warning=there is no `{root}` to watch");
    }
    print(&watched(&folder, &roots));
}

/// Tells Cargo what to watch.
pub(super) fn print(paths: &[String]) {
    for path in paths {
        println!("cargo::rerun-if-changed={path}");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roots_are_one_or_several_of_any_type_of_path() {
        assert_eq!("wit".roots(), ["wit"]);
        assert_eq!(["wit", "../shared"].roots(), ["wit", "../shared"]);
        assert_eq!(vec![PathBuf::from("a"), Path::new("b").join("c")].roots(), ["a", "b/c"]);
    }
}
