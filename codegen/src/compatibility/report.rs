//! Turns the changes of packages that their versions do not allow into diagnostics.

use std::ops::Range;

use crate::wit_parser::PackageId;

use super::baseline::Previous;
use super::changes::{At, Breaking, Changes, Other};
use super::edits::Edits;
use super::version::{Bump, allows, required};
use super::{edits, packages};
use crate::wit::package_name;
use crate::workspace::{ResolvedPackage, Workspace, locate};
use frontend::diagnostic::{
    CompatibilityError as Error, Diagnostic, ErrorKind as _, Help, Location,
};
use frontend::files::{FileId, Files};
use frontend::package_name::PackageName;
use frontend::sources::Sources;
use frontend::syntax::tree::{ExternKind, Path, Scope, World};
use frontend::syntax::{self, PackageRef};
use semver::Version;
use std::collections::{BTreeMap, BTreeSet};

/// The largest number of changes that the error of a version lists.
const MAX_LISTED: usize = 5;

/// The largest depth of includes that are searched for an import or export.
const MAX_INCLUDES: usize = 16;

/// A file and a byte range in it.
pub(super) type FileRange = (FileId, Range<usize>);

/// The previous version, with which the directory is compared.
#[derive(Clone, Copy)]
pub(super) struct Versions<'a> {
    pub(super) previous: &'a Previous,
    pub(super) old: &'a Workspace,
    /// The ids of its files among all files.
    pub(super) old_files: &'a BTreeMap<FileId, FileId>,
}

impl Versions<'_> {
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
            let pair = Pair { versions: *self, files, sources, workspace, old, new };
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

/// Returns `true` if two packages are versions of one.
type IsPair = fn(&PackageName, &PackageName) -> bool;

/// `true` if one package is a later version of the other that breaks nothing.
fn have_same_major(old: &PackageName, new: &PackageName) -> bool {
    let major = |name: &PackageName| name.version.as_ref().map(|it| required(it, Bump::Major));
    old.same_package(new) && major(old) == major(new)
}

/// Pairs the packages of a directory with those of its previous version, and returns those that were removed as well.
///
/// Packages in `deps` have versions of their own. Of a package that is there in several versions, the same ones are pairs, or else those that
/// are compatible.
fn pairs(
    old: &Workspace,
    new: &Workspace,
) -> (Vec<(ResolvedPackage, ResolvedPackage)>, Vec<ResolvedPackage>) {
    let of = |workspace: &Workspace, local: bool| -> Vec<(ResolvedPackage, PackageName)> {
        let packages = workspace.packages.iter().filter(|it| !(local && it.dependency));
        let named = packages.map(|it| (*it, package_name(&workspace.resolve.packages[it.id].name)));
        named.collect()
    };
    let mut olds = of(old, true);
    let mut news = of(new, false);
    let mut pairs = Vec::new();
    let rules: [IsPair; 3] = [PackageName::eq, have_same_major, PackageName::same_package];
    for is_pair in rules {
        olds.retain(|(package, name)| {
            let found = news.iter().position(|(_, new)| is_pair(name, new));
            let Some(found) = found else { return true };
            pairs.push((*package, news.remove(found).0));
            false
        });
    }
    // A package that was moved to `deps` was not removed, but it is not ours to compare.
    pairs.retain(|(_, new)| !new.dependency);
    pairs.sort_by_key(|(_, pair)| new.packages.iter().position(|it| it.id == pair.id));
    (pairs, olds.into_iter().map(|(package, _)| package).collect())
}

/// Returns the file and range of a location in a version of a package.
fn location(
    sources: &Sources,
    workspace: &Workspace,
    package: &ResolvedPackage,
    at: &At,
) -> Option<FileRange> {
    let by_span = |span| locate(&sources.files, &workspace.resolve.source_map, span);
    let files = || package.folder.iter().flat_map(|index| &sources.folders[*index].wit);
    match at {
        At::Package => {
            let name = package_name(&workspace.resolve.packages[package.id].name);
            let mut package_refs = files().flat_map(|&id| {
                let package_refs = syntax::package_refs(id, &sources.files.get(id).text);
                package_refs.into_iter().map(move |it| (id, it))
            });
            let is_it = |it: &PackageRef| it.declared && it.is(&name);
            let (file, found) = package_refs.find(|(_, it)| is_it(it))?;
            Some((file, found.range))
        }
        At::Name(span) => by_span(*span),
        At::Interface { world, world_span, import, path } => {
            let parsed = files().map(|&id| (id, syntax::parse(id, &sources.files.get(id).text).0));
            let parsed: Vec<_> = parsed.collect();
            let worlds: Vec<(FileId, &World)> = parsed
                .iter()
                .flat_map(|(id, tree)| worlds(&tree.scope).map(|it| (*id, it)))
                .collect();
            imported(&worlds, world, *import, path, MAX_INCLUDES).or_else(|| by_span(*world_span))
        }
    }
}

/// Returns the worlds of a file, also those in nested packages.
fn worlds(scope: &Scope) -> Box<dyn Iterator<Item = &World> + '_> {
    let nested = scope.packages.iter().flat_map(|package| worlds(&package.scope));
    Box::new(scope.worlds.iter().chain(nested))
}

/// Returns the range of the import or export of an interface in a world or in those that it includes.
fn imported(
    worlds: &[(FileId, &World)],
    world: &str,
    import: bool,
    path: &str,
    includes: usize,
) -> Option<FileRange> {
    let (file, world) = worlds.iter().find(|(_, it)| it.name.text == world)?;
    let externs = world.body.externs.iter().filter(|it| it.import == import);
    let found = externs.filter_map(|it| match &it.kind {
        ExternKind::Path(Path::Local(name)) => {
            path.ends_with(&format!("/{}", name.text)).then(|| name.span.clone())
        }
        ExternKind::Path(Path::Foreign { package, item, span }) => {
            let is_it = format!("{}/{}", package.plain().unversioned(), item.text) == path;
            is_it.then(|| span.clone())
        }
        _ => None,
    });
    let included = || {
        let includes_left = includes.checked_sub(1)?;
        world.body.includes.iter().find_map(|include| match &include.path {
            Path::Local(name) => imported(worlds, &name.text, import, path, includes_left),
            Path::Foreign { .. } | Path::Package(_) => None,
        })
    };
    found.map(|range| (*file, range)).next().or_else(included)
}

/// A package in both versions.
struct Pair<'a> {
    versions: Versions<'a>,
    /// The files of both versions.
    files: &'a Files,
    sources: &'a Sources,
    workspace: &'a Workspace,
    old: ResolvedPackage,
    new: ResolvedPackage,
}

impl Pair<'_> {
    fn diagnostics(&self) -> Vec<Diagnostic> {
        let (old, new) = (&self.versions.old.resolve, &self.workspace.resolve);
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
                let mut diagnostics = self.breaking(&changes, Some((old, &deprecated)));
                diagnostics.push(self.too_low(&new_name, &changes, &required(old, bump)));
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
            let old = change.old.as_ref().and_then(|at| self.versions.old_location(&self.old, at));
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
            |span| self.versions.old_location(&self.old, &At::Name(span)),
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
                let note = format!("the previous version is `{}`", self.versions.previous.name);
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
        match self.versions.old_location(&self.old, &At::Package) {
            Some((file, range)) => diagnostic.with_label(file, range, "the previous version"),
            None => diagnostic,
        }
    }

    /// Returns the help that writes a version, also where the package is named.
    fn write_version(&self, name: &PackageName, version: &Version) -> Help {
        let own = self.sources.folders.iter().filter(|folder| !folder.dependency);
        let files = own.flat_map(|folder| &folder.wit);
        let edits = files
            .flat_map(|&id| edits::version(id, &self.sources.files.get(id).text, name, version));
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
