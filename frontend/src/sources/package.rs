//! Roots of a package that Cargo made, which holds only what is below `Cargo.toml`.

use std::path::{Component, Path};

use crate::diagnostic::{Diagnostic, FileError, Location};

/// The file that is beside `Cargo.toml` in every package that Cargo made, and nowhere else.
const MARK: &str = "Cargo.toml.orig";

/// What is wrong with a root because the package was made without it. `shown` is its path for messages.
///
/// A relative path that leaves the package is wrong even if something is there: that is not what was meant, since the
/// package is elsewhere on each machine.
pub(super) fn fault(
    manifest_dir: &Path,
    path: &str,
    shown: &str,
    place: &Location,
) -> Option<Diagnostic> {
    if !manifest_dir.join(MARK).is_file() {
        return None;
    }
    let path = Path::new(path);
    let path = path.strip_prefix(manifest_dir).unwrap_or(path);
    let (fault, help) = if leaves(path) {
        let name = path.file_name().map_or("wit".into(), |name| name.to_string_lossy());
        let help = format!(
            "Cargo packages only what is below `Cargo.toml`; make a link there, `ln -s {shown} {name}`, which it follows, and \
             name that: `path: \"{name}\"`"
        );
        (FileError::OutsideOfPackage { path: shown.to_owned() }, help)
    } else if path.is_relative() && !manifest_dir.join(path).exists() {
        let help = format!(
            "the package was made without it: see that `Cargo.toml` does not leave it out, with `include` or `exclude`, and that \
             `cargo package --list` shows `{shown}`"
        );
        (FileError::NotFound { path: shown.to_owned() }, help)
    } else {
        return None;
    };
    Some(Diagnostic::new(fault, place.clone()).with_help(help))
}

/// Whether a relative path leads out of the folder that it is relative to.
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
    fn a_path_leaves_when_it_goes_further_up_than_down() {
        assert!(leaves(Path::new("../wit")) && leaves(Path::new("wit/../../shared")));
        assert!(!leaves(Path::new("wit/../other")) && !leaves(Path::new("./wit")));
        assert!(!leaves(Path::new("/wit/..")));
    }
}
