//! Checks the `package` lines: one name in the files of a folder, documented once, and unique among folders.

use std::collections::BTreeMap;

use super::checker::{Checker, is_nested_only};
use crate::diagnostic::{Diagnostic, Edit, Help, Location, PackageError};
use crate::files::FileId;
use crate::package_name::PackageName;
use crate::syntax::tree::Header;

impl Checker<'_> {
    /// Checks the `package` lines.
    pub(super) fn package_headers(&self) {
        for (folder, files) in self.trees.iter().enumerate() {
            let headers = files
                .iter()
                .filter_map(|(file, tree)| tree.header.as_ref().map(|header| (*file, header)))
                .collect::<Vec<_>>();
            if headers.is_empty() {
                self.unnamed(folder);
            }
            self.mismatch(folder, &headers);
            self.duplicate_docs(folder, &headers);
        }
        self.duplicate_packages();
    }

    fn unnamed(&self, folder: usize) {
        let files = &self.trees[folder];
        if files.iter().any(|(_, tree)| tree.scope.broken)
            || is_nested_only(self.input.files, files)
        {
            return;
        }
        let names = files
            .iter()
            .map(|(file, _)| self.input.files.get(*file).path.rsplit('/').next().unwrap_or(""))
            .collect::<Vec<_>>();
        let Some(first) = names.first() else { return };
        let path = self.input.folders[folder].path.clone();
        let kind = PackageError::Unnamed { folder: path.clone() };
        let nested = files.iter().find_map(|(_, tree)| tree.scope.packages.first());
        let name = match (nested, self.wanted_package()) {
            (_, Some(wanted)) if self.input.folders[folder].dependency => wanted.to_string(),
            (Some(nested), _) => format!("{}:root", nested.name.namespace.text),
            (None, _) => "my-org:my-package".to_owned(),
        };
        let line = format!("package {name};\n\n");
        let help = Help::edits(
            format!("add `package {name};` as the first line of `{first}`"),
            vec![Edit::new(files[0].0, 0..0, line)],
        );
        let mut diagnostic = Diagnostic::new(kind, Location::Path(path));
        if let [(file, _)] = &files[..] {
            diagnostic.location = Location::Source(crate::diagnostic::Label::new(
                *file,
                0..0,
                "expected `package namespace:name;`",
            ));
        } else {
            diagnostic = diagnostic.with_step(format!("searched {}", names.join(", ")), None);
        }
        self.report_folder(folder, diagnostic.with_help(help));
    }

    /// Returns the missing package, if exactly one is missing.
    fn wanted_package(&self) -> Option<PackageName> {
        let mut wanted: Vec<PackageName> = Vec::new();
        for package in 0..self.packages.len() {
            for key in self.named_packages(package) {
                let known = self.near_package(&key).is_some() || self.find_decoded(&key).is_some();
                if !known && !wanted.contains(&key) {
                    wanted.push(key);
                }
            }
        }
        if wanted.len() == 1 { wanted.pop() } else { None }
    }

    fn mismatch(&self, folder: usize, headers: &[(FileId, &Header)]) {
        let Some((first_file, first)) = headers.first() else { return };
        let first_key = first.name.plain();
        for (file, header) in &headers[1..] {
            let key = header.name.plain();
            if key == first_key || header.name.bad_version || first.name.bad_version {
                continue;
            }
            let kind = PackageError::NameMismatch {
                package: key.to_string(),
                first: first_key.to_string(),
            };
            let help = if key.unversioned() == first_key.unversioned() {
                Help::write(format!("package {first_key};"))
                    .saying(format!("write `package {first_key};` in both files"))
            } else {
                Help::write(format!("package {first_key};")).saying(format!(
                    "write `package {first_key};`, or move this file to a folder of its own"
                ))
            };
            let diagnostic =
                Diagnostic::at(kind, *file, header.name.span.clone(), format!("declares `{key}`"))
                    .with_label(
                        *first_file,
                        first.name.span.clone(),
                        format!("declares `{first_key}`"),
                    )
                    .with_help(help);
            self.report_folder(folder, diagnostic);
        }
    }

    fn duplicate_docs(&self, folder: usize, headers: &[(FileId, &Header)]) {
        let mut first: Option<(FileId, crate::syntax::Span)> = None;
        for (file, header) in headers {
            let Some(docs) = &header.docs else { continue };
            let Some((first_file, first)) = &first else {
                first = Some((*file, docs.clone()));
                continue;
            };
            let kind = PackageError::DuplicateDocs { package: header.name.plain().to_string() };
            let diagnostic = Diagnostic::at(kind, *file, docs.clone(), "documented again here")
                .with_label(*first_file, first.clone(), "first documented here")
                .with_help(
                    Help::remove("remove this comment, or move it below the `package` line: every comment above that line is \
                     documentation"),
                );
            self.report_folder(folder, diagnostic);
        }
    }

    /// Checks that the packages of a folder have different names. Copies in other folders are compared once they are resolved.
    fn duplicate_packages(&self) {
        let mut first = BTreeMap::new();
        for (index, package) in self.packages.iter().enumerate() {
            let Some(key) = &package.key else { continue };
            let earlier = *first.entry((package.folder, key)).or_insert(package);
            if std::ptr::eq(earlier, package) {
                continue;
            }
            let (Some((file, span)), Some((first_file, first))) = (&package.named, &earlier.named)
            else {
                continue;
            };
            let kind = PackageError::Duplicate { package: key.to_string() };
            let help = format!("rename one of them, or merge them into one package `{key}`");
            let diagnostic = Diagnostic::at(kind, *file, span.clone(), "defined again here")
                .with_label(*first_file, first.clone(), "first defined here")
                .with_help(help);
            self.report(index, diagnostic);
        }
    }
}
