//! Turns the changes of packages that their versions do not allow into diagnostics.

use crate::wit_parser::PackageId;

use super::baseline::Previous;
use super::changes::{At, Breaking, Changes, Other};
use super::edits::Edits;
use super::locations::{FileRange, location};
use super::pairs::pairs;
use super::version::{Bump, allows, required};
use super::{edits, packages};
use crate::wit::package_name;
use crate::workspace::{ResolvedPackage, Workspace};
use frontend::diagnostic::{
    CompatibilityError as Error, Diagnostic, ErrorKind as _, Help, Location,
};
use frontend::files::{FileId, Files};
use frontend::package_name::PackageName;
use frontend::sources::Sources;
use semver::Version;
use std::collections::{BTreeMap, BTreeSet};

/// The largest number of changes that the error of a version lists.
const MAX_LISTED: usize = 5;

/// The previous version, with which the directory is compared.
#[derive(Clone, Copy)]
pub(super) struct PreviousWorkspace<'a> {
    pub(super) previous: &'a Previous,
    pub(super) old: &'a Workspace,
    /// The ids of its files among all files.
    pub(super) old_files: &'a BTreeMap<FileId, FileId>,
}

impl PreviousWorkspace<'_> {
    /// Returns the changes that the versions of the packages do not allow.
    pub(super) fn diagnostics(
        &self,
        files: &Files,
        sources: &Sources,
        workspace: &Workspace,
    ) -> Vec<Diagnostic> {
        let (pairs, removed) = pairs(self.old, workspace);
        if pairs.is_empty() {
            let error = Error::NothingInCommon { baseline: format!("`{}`", self.previous.name) };
            let help = "compare with a version that has the same packages";
            return vec![Diagnostic::new(error, Location::Call).with_help(help)];
        }
        let mut diagnostics = Vec::new();
        for (old, new) in pairs {
            let pair = Pair { previous: *self, files, sources, workspace, old, new };
            diagnostics.extend(pair.diagnostics());
        }
        diagnostics.extend(removed.into_iter().map(|package| self.package_removed(package)));
        diagnostics
    }

    /// Returns a location in the previous version.
    fn old_location(&self, package: &ResolvedPackage, at: &At) -> Option<FileRange> {
        let (file, range) = location(&self.previous.sources, self.old, package, at)?;
        Some((*self.old_files.get(&file)?, range))
    }

    fn package_removed(&self, package: ResolvedPackage) -> Diagnostic {
        let name = package_name(&self.old.resolve.packages[package.id].name);
        let error = Error::PackageRemoved { package: name.unversioned() };
        let diagnostic = match self.old_location(&package, &At::Package) {
            Some((file, range)) => Diagnostic::at(error, file, range, "no longer in the directory"),
            None => Diagnostic::new(error, Location::Path(self.previous.name.clone())),
        };
        diagnostic
            .with_step("this breaks callers and implementers of all its interfaces", None)
            .with_help("keep the package; `@deprecated` tells its users not to use its items")
    }
}

/// A package in both versions.
struct Pair<'a> {
    previous: PreviousWorkspace<'a>,
    /// The files of both versions.
    files: &'a Files,
    sources: &'a Sources,
    workspace: &'a Workspace,
    old: ResolvedPackage,
    new: ResolvedPackage,
}

impl Pair<'_> {
    fn diagnostics(&self) -> Vec<Diagnostic> {
        let (old, new) = (&self.previous.old.resolve, &self.workspace.resolve);
        let ids: (PackageId, PackageId) = (self.old.id, self.new.id);
        let (old_name, new_name) =
            (package_name(&old.packages[ids.0].name), package_name(&new.packages[ids.1].name));
        let changes = packages::changes(old, new, ids);
        let bump = match () {
            () if !changes.breaking.is_empty() => Bump::Major,
            () if !changes.additions.is_empty() => Bump::Minor,
            () if !changes.others.is_empty() => Bump::Patch,
            () => Bump::None,
        };
        match (&old_name.version, &new_name.version) {
            // All users of a package without a version must adapt to one with a version.
            (None, Some(_)) => Vec::new(),
            (None, None) => self.breaking(&changes, None),
            (Some(old), None) => vec![self.lowered(&new_name, &format!("`{old}`"), "none", old)],
            (Some(old), Some(new)) if new < old => {
                vec![self.lowered(
                    &new_name,
                    &format!("`{old}`"),
                    &format!("`{new}`"),
                    &required(old, bump),
                )]
            }
            (Some(old), Some(new)) if allows(old, new, bump) => Vec::new(),
            (Some(old), Some(new)) => {
                let deprecated = if new > old { new.clone() } else { required(old, Bump::Minor) };
                // First, since the number of errors that are shown is limited.
                let mut diagnostics = vec![self.too_low(&new_name, &changes, &required(old, bump))];
                diagnostics.extend(self.breaking(&changes, Some((old, &deprecated))));
                diagnostics
            }
        }
    }

    /// Returns the changes that break callers or implementers. `versions` are the old one, and the one in which an item is deprecated.
    fn breaking(
        &self,
        changes: &Changes,
        versions: Option<(&Version, &Version)>,
    ) -> Vec<Diagnostic> {
        let edits = Edits { files: self.files, declaration: self.declaration(), versions };
        let mut seen = BTreeSet::new();
        let breaking = changes.breaking.iter().filter_map(|change| {
            let old = change.old.as_ref().and_then(|at| self.previous.old_location(&self.old, at));
            let new = self.location(&change.new);
            // What a world includes is in several worlds.
            if let Error::ImportAdded { .. }
            | Error::ImportRemoved { .. }
            | Error::ExportAdded { .. }
            | Error::ExportRemoved { .. } = change.error
            {
                let location = old.as_ref().or(new.as_ref());
                let key = location.map(|(file, range)| (change.error.code(), *file, range.start));
                if key.is_some_and(|key| !seen.insert(key)) {
                    return None;
                }
            }
            Some(self.diagnostic(change, old, new, &edits))
        });
        breaking.collect()
    }

    fn diagnostic(
        &self,
        change: &Breaking,
        old: Option<FileRange>,
        new: Option<FileRange>,
        edits: &Edits<'_>,
    ) -> Diagnostic {
        let help = edits.help(
            change,
            old.as_ref(),
            new.as_ref(),
            |span| self.previous.old_location(&self.old, &At::Name(span)),
            |span| self.location(&At::Name(span)),
        );
        let mut diagnostic = match new {
            Some((file, range)) => Diagnostic::at(change.error.clone(), file, range, change.label),
            None => Diagnostic::new(change.error.clone(), Location::Path(self.path())),
        };
        match old {
            Some((file, range)) => {
                diagnostic = diagnostic.with_label(file, range, "the previous version");
            }
            None if change.old.is_some() => {
                let note = format!("the previous version is `{}`", self.previous.previous.name);
                diagnostic = diagnostic.with_step(note, None);
            }
            None => {}
        }
        diagnostic.with_step(change.note.clone(), None).with_help(help)
    }

    /// The error of a version that does not allow the changes.
    fn too_low(&self, name: &PackageName, changes: &Changes, required: &Version) -> Diagnostic {
        let error = Error::VersionTooLow { package: name.to_string() };
        let label = format!("the next version must be at least `{required}`");
        let mut diagnostic = self.at_declaration(error, &label);
        if changes.breaking.is_empty() {
            let list =
                if changes.additions.is_empty() { &changes.others } else { &changes.additions };
            for Other { change, at } in list.iter().take(MAX_LISTED) {
                diagnostic = diagnostic.with_step(change.clone(), self.location(at));
            }
            if let Some(more @ 1..) = list.len().checked_sub(MAX_LISTED) {
                diagnostic = diagnostic.with_step(format!("and {more} more"), None);
            }
        } else {
            let note = match changes.breaking.len() {
                1 => "1 change breaks callers or implementers".to_owned(),
                many => format!("{many} changes break callers or implementers"),
            };
            diagnostic = diagnostic.with_step(note, None);
        }
        diagnostic.with_help(self.write_version(name, required))
    }

    /// The error of a version that is lower than the previous one, or missing.
    fn lowered(&self, name: &PackageName, old: &str, new: &str, required: &Version) -> Diagnostic {
        let (old, new) = (old.to_owned(), new.to_owned());
        let error = Error::VersionLowered { package: name.unversioned(), old, new };
        let label = format!("the next version must be at least `{required}`");
        self.at_declaration(error, &label).with_help(self.write_version(name, required))
    }

    fn at_declaration(&self, error: Error, label: &str) -> Diagnostic {
        let diagnostic = match self.declaration() {
            Some((file, range)) => Diagnostic::at(error, file, range, label),
            None => Diagnostic::new(error, Location::Path(self.path())).with_step(label, None),
        };
        match self.previous.old_location(&self.old, &At::Package) {
            Some((file, range)) => diagnostic.with_label(file, range, "the previous version"),
            None => diagnostic,
        }
    }

    /// Returns the help that writes a version, also where the package is named.
    fn write_version(&self, name: &PackageName, version: &Version) -> Help {
        let own = self.sources.folders.iter().filter(|folder| !folder.dependency);
        let files = own.flat_map(|folder| &folder.wit);
        let edits = files.flat_map(|&id| edits::version(&self.sources.files, id, name, version));
        Help::edits(format!("write the version `{version}`"), edits.collect())
    }

    /// Returns a location in the new version.
    fn location(&self, at: &At) -> Option<FileRange> {
        location(self.sources, self.workspace, &self.new, at)
    }

    fn declaration(&self) -> Option<FileRange> {
        self.location(&At::Package)
    }

    /// Returns the path of the package's folder.
    fn path(&self) -> String {
        let folder = self.new.folder.map(|index| self.sources.folders[index].path.clone());
        let binary = || self.sources.binaries.first().map(|binary| binary.path.clone());
        folder.or_else(binary).unwrap_or_default()
    }
}
