//! Checks the roots of a crate that Cargo packaged, which contains only files below `Cargo.toml`.

use std::path::{Component, Path};

use crate::diagnostic::{Diagnostic, FileError, Location};

/// The file that Cargo adds next to `Cargo.toml` in every packaged crate.
const ORIGINAL_MANIFEST: &str = "Cargo.toml.orig";

/// Returns an error if the crate was packaged without the root. `shown` is the path of the root for messages.
///
/// A relative path that leaves the package is an error even if it exists, since the package is in another folder on
/// each machine.
pub(super) fn check(
    manifest_dir: &Path,
    path: &str,
    shown: &str,
    location: &Location,
) -> Option<Diagnostic> {
    if !manifest_dir.join(ORIGINAL_MANIFEST).is_file() {
        return None;
    }
    let path = Path::new(path);
    let path = path.strip_prefix(manifest_dir).unwrap_or(path);
    let (error, help) = if leaves(path) {
        let name = path.file_name().map_or("wit".into(), |name| name.to_string_lossy());
        let help = format!(
            "add a symbolic link next to `Cargo.toml`, which Cargo follows, with `ln -s {shown} {name}`, and write \
             `path: \"{name}\"`"
        );
        (FileError::OutsideCrate { path: shown.to_owned() }, help)
    } else if path.is_relative() && !manifest_dir.join(path).exists() {
        let help = format!(
            "add it to the package: check `include` and `exclude` in `Cargo.toml`, and that `cargo package --list` shows \
             `{shown}`"
        );
        (FileError::NotFound { path: shown.to_owned() }, help)
    } else {
        return None;
    };
    Some(Diagnostic::new(error, location.clone()).with_help(help))
}

/// Returns `true` if a relative path leaves the folder that it is relative to.
fn leaves(path: &Path) -> bool {
    let mut depth = 0_usize;
    for part in path.components() {
        match part {
            Component::Normal(_) => depth += 1,
            Component::ParentDir if depth == 0 => return true,
            Component::ParentDir => depth -= 1,
            Component::CurDir => {}
            Component::Prefix(_) | Component::RootDir => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_leaves_its_folder_if_it_goes_up_further_than_down() {
        assert!(leaves(Path::new("../wit")) && leaves(Path::new("wit/../../shared")));
        assert!(!leaves(Path::new("wit/../other")) && !leaves(Path::new("./wit")));
        assert!(!leaves(Path::new("/wit/..")));
    }
}
