//! Checks a `[package]` table against the package in the same folder.

use super::directory::{Directory, with_package};
use super::{Content, Linked, error_at};
use crate::diagnostic::{Edit, Help, ManifestError};
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
        let sentence = "remove the table, or move it to the `deps.toml` of the package";
        let help = directory.remove(file, &table.range, "remove the table").otherwise(sentence);
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
            let correct = format!("\"{}\"", main.name.unversioned());
            let sentence = format!("write `name = {correct}`");
            let help = Help::replace(file, name.range.clone(), &correct).saying(&sentence);
            // The version may be that of the other package as well.
            let versions = version.zip(main.name.version.as_ref()).map(|(version, found)| {
                let edits = vec![
                    Edit::new(file, name.range.clone(), correct.clone()),
                    Edit::new(file, version.range, format!("\"{found}\"")),
                ];
                Help::edits(format!("{sentence}, and `version = \"{found}\"`"), edits)
            });
            let help = versions.into_iter().fold(help, Help::or_else);
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
        let is_in_name = table.value.version.is_none();
        let name = main.name.unversioned();
        let help = match &main.name.version {
            Some(found) => {
                let correct = match is_in_name {
                    true => format!("\"{name}@{found}\""),
                    false => format!("\"{found}\""),
                };
                let key = if is_in_name { "name" } else { "version" };
                let sentence = format!("write `{key} = {correct}`");
                let help = Help::replace(file, range.clone(), correct).saying(&sentence);
                help.otherwise(format!("{sentence}, or change the WIT"))
            }
            None => {
                let source = &directory.files.get(file).text;
                let key = source[..range.start].rfind("version").unwrap_or(range.start);
                let help = match is_in_name {
                    true => Help::replace(file, range.clone(), format!("\"{name}\"")),
                    false => {
                        let key = key..key + "version".len();
                        directory.remove(file, &key, "remove the version")
                    }
                };
                help.otherwise(format!(
                    "write `package {}@{version};` in the WIT, or remove the version here",
                    main.name
                ))
            }
        };
        let error = ManifestError::PackageVersionDiffers {
            declared: version.to_string(),
            found: main.name.to_string(),
        };
        let error = error_at(error, file, &range, "not the version here", help);
        linked.diagnostics.push(with_package(error, entry, main, "the package here"));
    }
}
