//! The environment that Cargo sets: the package, the folders, and whether this is a build script.

use std::env;
use std::path::PathBuf;

use airssys_bindings_codegen::request::Call;

/// Returns the folder of the crate's `Cargo.toml`, or the working directory without Cargo.
pub(super) fn manifest_dir() -> PathBuf {
    let folder = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    folder.or_else(|| env::current_dir().ok()).unwrap_or_default()
}

/// Returns the output folder of a build script.
pub(super) fn out_dir() -> Option<PathBuf> {
    env::var_os("OUT_DIR").map(PathBuf::from)
}

/// Returns `true` if this program is a build script, whose output Cargo reads.
pub(super) fn is_build_script() -> bool {
    env::var_os("CARGO_CFG_TARGET_ARCH").is_some()
}

/// Returns `true` if `BLESS=1` is set, to update stale files.
pub(super) fn is_blessing() -> bool {
    env::var_os("BLESS").is_some_and(|value| !value.is_empty() && value != "0")
}

/// Returns the name and the version of the package that Cargo builds.
pub(super) fn package() -> (String, String) {
    let variable = |name| env::var(name).unwrap_or_default();
    (variable("CARGO_PKG_NAME"), variable("CARGO_PKG_VERSION"))
}

/// Returns the identity of the code in a file, which is the same on every machine and for all compatible versions of the
/// package: a program contains only one of those.
pub(super) fn call(package: &str, version: &str, file: String) -> Call {
    Call {
        package: package.to_owned(),
        version: compatible(version),
        target: "build".to_owned(),
        name: file,
    }
}

/// Returns a version up to the first number that is not zero: `1`, `0.3`, `0.0.7`.
fn compatible(version: &str) -> String {
    let release = version.split(['-', '+']).next().unwrap_or_default();
    let numbers: Vec<&str> = release.split('.').collect();
    let first = numbers.iter().position(|&number| number != "0");
    numbers[..first.map_or(numbers.len(), |first| first + 1)].join(".")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compatible_versions_are_equal() {
        assert_eq!(compatible("1.2.3"), compatible("1.9.0-rc.1"));
        assert_eq!(compatible("1.2.3"), "1");
        assert_eq!(compatible("0.3.9+build"), "0.3");
        assert_eq!(compatible("0.0.7"), "0.0.7");
        assert_eq!(compatible("0.0.0"), "0.0.0");
    }
}
