//! From the environment that Cargo sets to which crate this is, and who runs us.

use std::env;
use std::path::PathBuf;

use airssys_bindings_codegen::request::Call;

/// The folder of the crate's `Cargo.toml`. Without Cargo, the working folder.
pub(super) fn manifest_dir() -> PathBuf {
    let folder = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
    folder.or_else(|| env::current_dir().ok()).unwrap_or_default()
}

/// The folder for what a build script makes.
pub(super) fn out_dir() -> Option<PathBuf> {
    env::var_os("OUT_DIR").map(PathBuf::from)
}

/// Whether Cargo runs us as a build script, and reads what we print.
pub(super) fn is_build_script() -> bool {
    env::var_os("CARGO_CFG_TARGET_ARCH").is_some()
}

/// Whether a file that is not up to date is to be written.
pub(super) fn blesses() -> bool {
    env::var_os("BLESS").is_some_and(|value| !value.is_empty() && value != "0")
}

/// The name of the crate that is being built, and its version.
pub(super) fn package() -> (String, String) {
    let variable = |name| env::var(name).unwrap_or_default();
    (variable("CARGO_PKG_NAME"), variable("CARGO_PKG_VERSION"))
}

/// Which file the code is for, in words that are the same on every machine and until the next version of the
/// crate that Cargo takes for incompatible: of those that are compatible, a program has only one.
pub(super) fn call(package: &str, version: &str, file: &str) -> Call {
    Call {
        package: package.to_owned(),
        version: compatible(version),
        target: "build".to_owned(),
        file: file.replace('\\', "/"),
        line: 1,
        column: 1,
    }
}

/// A version up to the first number that is not zero: `1`, `0.3`, `0.0.7`.
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
    fn versions_that_cargo_takes_for_one_another_are_the_same() {
        assert_eq!(compatible("1.2.3"), compatible("1.9.0-rc.1"));
        assert_eq!(compatible("1.2.3"), "1");
        assert_eq!(compatible("0.3.9+build"), "0.3");
        assert_eq!(compatible("0.0.7"), "0.0.7");
        assert_eq!(compatible("0.0.0"), "0.0.0");
    }
}
