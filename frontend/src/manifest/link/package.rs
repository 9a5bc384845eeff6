//! `[package]` against the WIT beside it.

use super::target::at;
use super::tree::{Tree, with_package};
use super::{Content, Linked};
use crate::diagnostic::ManifestError;
use crate::manifest::PackageForm;

/// Checks the `[package]` of the manifest of a place, if there is one.
pub(super) fn check(tree: &Tree<'_>, index: usize, form: &PackageForm, linked: &mut Linked) {
    let place = &tree.places[index];
    let (Some(table), Some(manifest)) = (&form.package, place.manifest) else { return };
    let file = manifest.file;
    if matches!(place.content, Content::Grouping) {
        let fault = ManifestError::PackageTableIgnored { folder: place.path.to_owned() };
        let help = "delete the table, or move it to the `deps.toml` of the package";
        linked.faults.push(at(fault, file, &table.key, "no package is here", help));
        return;
    }
    let Some(main) = place.packages.first() else { return };
    let mut version = table.version.clone();
    if let Some((name, range)) = &table.name {
        if !name.same_package(&main.name) {
            let fault = ManifestError::PackageNameDiffers {
                declared: name.unversioned(),
                found: main.name.unversioned(),
            };
            let help = format!("write `name = \"{}\"`", main.name.unversioned());
            let fault = at(fault, file, range, "not the package here", help);
            linked.faults.push(with_package(fault, place, main, "the package here"));
            return;
        }
        let in_name = name.version.clone().map(|version| (version, range.clone()));
        version = version.or(in_name);
    }
    let Some((version, range)) = version else { return };
    if main.name.version.as_ref() != Some(&version) {
        let help = match &main.name.version {
            Some(found) => format!("write `version = \"{found}\"`, or change the WIT"),
            None => format!(
                "write `package {}@{version};` in the WIT, or delete the version here",
                main.name
            ),
        };
        let fault = ManifestError::PackageVersionDiffers {
            declared: version.to_string(),
            found: main.name.to_string(),
        };
        let fault = at(fault, file, &range, "not the version here", help);
        linked.faults.push(with_package(fault, place, main, "the package here"));
    }
}
