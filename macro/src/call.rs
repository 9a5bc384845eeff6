//! From the environment of the compiler to which call this is.

use std::env;
use std::path::{Path, PathBuf};

use airssys_bindings_codegen::request::Call;

/// The folder of the crate's `Cargo.toml`.
pub(crate) fn manifest_dir() -> PathBuf {
    env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from).unwrap_or_default()
}

/// The call that is being expanded.
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

/// A source file as it is called on every machine: relative to the package.
///
/// The compiler is given it relative to the folder in which Cargo started it, the workspace's, or
/// absolute, for a package that is not in the workspace.
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
    fn a_file_of_the_package_is_relative_to_it() {
        assert_eq!(relative("/home/a/src/lib.rs", Path::new("/home/a")), "src/lib.rs");
    }

    #[test]
    fn a_file_elsewhere_does_not_tell_the_machine() {
        assert_eq!(relative("/tmp/out/bindings.rs", Path::new("/home/a")), "bindings.rs");
    }
}
