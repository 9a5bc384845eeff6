//! Checks a `[package]` table against the package in the same folder.

use super::directory::{Directory, with_package};
use super::{Content, Linked, error_at};
use crate::diagnostic::ManifestError;
use crate::manifest::{PackageFormat, Spanned};

/// Checks the `[package]` table of the manifest of an entry, if there is one.
pub(super) fn check(
    directory: &Directory<'_>,
    index: usize,
    format: &PackageFormat,
    linked: &mut Linked,
) {
    let entry = &directory.entries[index];
    let (Some(table), Some(manifest)) = (&format.package, entry.manifest) else { return };
    let file = manifest.file;
    if matches!(entry.content, Content::Grouping) {
        let error = ManifestError::PackageTableIgnored { folder: entry.path.to_owned() };
        let help = "remove the table, or move it to the `deps.toml` of the package";
        let label = "no package in this folder";
        linked.diagnostics.push(error_at(error, file, &table.range, label, help));
        return;
    }
    let Some(main) = entry.packages.first() else { return };
    let mut version = table.value.version.clone();
    if let Some(name) = &table.value.name {
        if !name.value.same_package(&main.name) {
            let error = ManifestError::PackageNameDiffers {
                declared: name.value.unversioned(),
                found: main.name.unversioned(),
            };
            let help = format!("write `name = \"{}\"`", main.name.unversioned());
            let error = error_at(error, file, &name.range, "not the package here", help);
            linked.diagnostics.push(with_package(error, entry, main, "the package here"));
            return;
        }
        let in_name = name.value.version.clone();
        let in_name = in_name.map(|value| Spanned { value, range: name.range.clone() });
        version = version.or(in_name);
    }
    let Some(Spanned { value: version, range }) = version else { return };
    if main.name.version.as_ref() != Some(&version) {
        let help = match &main.name.version {
            Some(found) => format!("write `version = \"{found}\"`, or change the WIT"),
            None => format!(
                "write `package {}@{version};` in the WIT, or remove the version here",
                main.name
            ),
        };
        let error = ManifestError::PackageVersionDiffers {
            declared: version.to_string(),
            found: main.name.to_string(),
        };
        let error = error_at(error, file, &range, "not the version here", help);
        linked.diagnostics.push(with_package(error, entry, main, "the package here"));
    }
}
