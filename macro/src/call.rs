//! The identity of the macro call, from the compiler's environment.

use std::env;
use std::path::{Path, PathBuf};

use airssys_bindings_codegen::request::Call;

/// Returns the folder of the crate's `Cargo.toml`.
pub(crate) fn manifest_dir() -> PathBuf {
    env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default()
}

/// Returns the identity of the call that is being expanded.
pub(crate) fn current() -> Call {
    let span = proc_macro::Span::call_site();
    let variable = |name| env::var(name).unwrap_or_default();
    Call {
        package: variable("CARGO_PKG_NAME"),
        version: variable("CARGO_PKG_VERSION"),
        target: variable("CARGO_CRATE_NAME"),
        file: relative(&span.file(), &manifest_dir()),
        line: span.line(),
        column: span.column(),
    }
}

/// Returns the path of a source file relative to its package, which is the same on every machine.
///
/// The compiler gets paths that are relative to the workspace, in whose folder Cargo starts it, or absolute for a package
/// outside of the workspace.
fn relative(file: &str, manifest_dir: &Path) -> String {
    let absolute = env::current_dir().unwrap_or_default().join(file);
    let path = absolute.strip_prefix(manifest_dir).unwrap_or_else(|_| {
        let file = Path::new(file);
        if file.is_absolute() { file.file_name().map_or(file, Path::new) } else { file }
    });
    path.to_string_lossy().replace('\\', "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_the_package_are_relative_to_it() {
        assert_eq!(relative("/home/a/src/lib.rs", Path::new("/home/a")), "src/lib.rs");
    }

    #[test]
    fn files_elsewhere_are_reduced_to_their_names() {
        assert_eq!(relative("/tmp/out/bindings.rs", Path::new("/home/a")), "bindings.rs");
    }
}
