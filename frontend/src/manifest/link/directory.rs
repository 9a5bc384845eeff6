//! An index of the directory: finds entries by path, by the packages in them, and by the packages that they use.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use super::{Content, DirEntry, Linked, NamedPackage, PackageUse};
use crate::diagnostic::{Diagnostic, Edit, Help};
use crate::files::{FileId, Files, with_slashes};
use crate::manifest::{PackageName, edits, path};

/// All entries of the directory. Methods take and return their indices.
pub(super) struct Directory<'a> {
    pub(super) files: &'a Files,
    pub(super) entries: &'a [DirEntry<'a>],
    /// The paths of the entries relative to the crate, without `.` and `..`.
    shown: Vec<String>,
    /// The absolute paths of the entries, with `/`.
    absolute: Vec<String>,
    /// The absolute paths of the roots.
    roots: Vec<String>,
    /// The symbolic links, relative to the crate, and their absolute targets.
    links: Vec<(String, String)>,
    by_shown: BTreeMap<String, usize>,
    by_absolute: BTreeMap<String, usize>,
    /// The entries with a package at any version, by its name without a version; those outside `deps` first.
    by_package: BTreeMap<String, Vec<usize>>,
}

impl<'a> Directory<'a> {
    pub(super) fn new(
        files: &'a Files,
        roots: &[&Path],
        links: &[(String, PathBuf)],
        entries: &'a [DirEntry<'a>],
    ) -> Self {
        let links =
            links.iter().map(|(link, to)| (path::normal(link), slashed(to))).collect::<Vec<_>>();
        let shown = entries.iter().map(|entry| path::normal(entry.path)).collect::<Vec<_>>();
        let absolute = entries.iter().map(|entry| slashed(entry.absolute)).collect::<Vec<_>>();
        let roots = roots.iter().map(|root| slashed(root)).collect::<Vec<_>>();
        let mut order = (0..entries.len()).collect::<Vec<_>>();
        order.sort_by_key(|&index| entries[index].dependency);
        let mut by_package: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for index in order {
            for NamedPackage { name, .. } in &entries[index].packages {
                let holders = by_package.entry(name.unversioned()).or_default();
                if holders.last() != Some(&index) {
                    holders.push(index);
                }
            }
        }
        let (by_shown, by_absolute) = (first_of(&shown), first_of(&absolute));
        Self { files, entries, shown, absolute, roots, links, by_shown, by_absolute, by_package }
    }

    /// Returns the entry at the path `to`, relative to an entry. Both relative and absolute paths are compared.
    pub(super) fn at(&self, from: usize, to: &str) -> Option<usize> {
        let (shown, absolute) = self.joined(from, to);
        let found = self.by_shown.get(&shown).or_else(|| self.by_absolute.get(&absolute)).copied();
        found.or_else(|| self.through_link(&shown))
    }

    /// Returns the entry at a path through a symbolic link.
    fn through_link(&self, shown: &str) -> Option<usize> {
        self.links.iter().find_map(|(link, to)| {
            let rest = shown.strip_prefix(link.as_str())?;
            let is_part = rest.is_empty() || rest.starts_with('/');
            is_part.then(|| self.by_absolute.get(&format!("{to}{rest}")).copied())?
        })
    }

    /// `true` if a file that was read is at the path `to`.
    pub(super) fn is_file(&self, from: usize, to: &str) -> bool {
        let (shown, absolute) = self.joined(from, to);
        self.files.iter().any(|(_, file)| {
            path::normal(&file.path) == shown || slashed(&file.absolute) == absolute
        })
    }

    /// `true` if the path `to` is a root or in one.
    pub(super) fn is_in_roots(&self, from: usize, to: &str) -> bool {
        let (_, absolute) = self.joined(from, to);
        self.roots.iter().any(|root| path::is_within(&absolute, root))
    }

    /// Returns the root of an entry, relative to the crate.
    pub(super) fn root(&self, index: usize) -> String {
        let is_root = |&at: &usize| self.roots.contains(&self.absolute[at]);
        let mut roots = (0..self.entries.len()).filter(|&at| self.is_below(index, at));
        roots.find(is_root).map_or(".", |root| self.entries[root].path).to_owned()
    }

    fn joined(&self, from: usize, to: &str) -> (String, String) {
        (path::join(self.entries[from].path, to), path::join(&self.absolute[from], to))
    }

    /// Returns the path of an entry for the manifest of another one.
    pub(super) fn relative(&self, from: usize, to: usize) -> String {
        let (a, b) = (self.entries[from].path, self.entries[to].path);
        if path::is_absolute(a) || path::is_absolute(b) {
            path::relative(&self.absolute[from], &self.absolute[to])
        } else {
            path::relative(a, b)
        }
    }

    /// Returns a help that removes the entry with a key from a manifest.
    pub(super) fn remove(&self, file: FileId, key: &Range<usize>, sentence: &str) -> Help {
        let source = &self.files.get(file).text;
        let range = edits::removal(source, &edits::entry(source, key));
        Help::edits(sentence, vec![Edit::new(file, range, "")])
    }

    /// `true` if an entry is a folder or in it.
    pub(super) fn is_below(&self, index: usize, folder: usize) -> bool {
        path::is_within(&self.shown[index], &self.shown[folder])
    }

    /// Returns a folder and the entries in it.
    pub(super) fn within(&self, folder: usize) -> impl Iterator<Item = usize> {
        (0..self.entries.len()).filter(move |&index| self.is_below(index, folder))
    }

    /// Returns the `.wasm` files directly in a folder.
    pub(super) fn wasm_in(&self, folder: usize) -> impl Iterator<Item = usize> {
        (0..self.entries.len()).filter(move |&index| {
            matches!(self.entries[index].content, Content::Wasm(_))
                && path::parent(&self.shown[index]) == self.shown[folder]
        })
    }

    /// Returns the entries that a manifest applies to: its own folder, or all below a grouping folder.
    pub(super) fn governed(&self, manifest: usize) -> Vec<usize> {
        match self.entries[manifest].content {
            Content::Grouping => self.within(manifest).collect::<Vec<_>>(),
            Content::Wit(_) | Content::Unread | Content::Wasm(_) => vec![manifest],
        }
    }

    /// Returns the entry with a package at this version, outside `deps` if there are several.
    pub(super) fn holder(&self, package: &PackageName) -> Option<usize> {
        let holds = |index: &usize| {
            self.entries[*index].packages.iter().any(|named| named.name == *package)
        };
        self.holders_of_any_version(package).iter().copied().find(holds)
    }

    /// Returns the entry with a package at this version, or else at any.
    pub(super) fn best_holder(&self, package: &PackageName) -> Option<usize> {
        self.holder(package).or_else(|| self.holders_of_any_version(package).first().copied())
    }

    /// Returns the entries with a package at any version.
    pub(super) fn holders_of_any_version(&self, package: &PackageName) -> &[usize] {
        self.by_package.get(&package.unversioned()).map_or(&[], Vec::as_slice)
    }

    /// `true` if the packages of an entry could not be read.
    pub(super) fn is_unread(&self, index: usize) -> bool {
        let entry = &self.entries[index];
        entry.packages.is_empty() && !matches!(entry.content, Content::Grouping)
    }

    /// Returns the uses of other packages by the packages of an entry.
    pub(super) fn uses(&self, index: usize) -> impl Iterator<Item = &'a PackageUse> {
        let packages = &self.entries[index].packages;
        packages
            .iter()
            .flat_map(|named| &named.uses)
            .filter(move |used| packages.iter().all(|named| named.name != used.package))
    }

    /// `true` if one of `users` uses a package of an entry, or may use it because it could not be read. If no package outside `deps` has
    /// items, those in `deps` are bound and so are used.
    pub(super) fn is_used(&self, entry: usize, mut users: impl Iterator<Item = usize>) -> bool {
        let own = self.entries.iter().filter(|entry| !entry.dependency);
        if own.flat_map(|entry| &entry.packages).all(|package| package.is_empty) {
            return true;
        }
        users.any(|user| {
            user != entry
                && (self.is_unread(user)
                    || self.uses(user).any(|used| {
                        let mut packages = self.entries[entry].packages.iter();
                        packages.any(|named| named.name.same_package(&used.package))
                    }))
        })
    }

    /// Marks those of the entries as unresolved that use a missing package, and returns `true` if there are any. If `missing` is
    /// given, only those that use it.
    pub(super) fn mark_unresolved(
        &self,
        entries: &[usize],
        missing: Option<&PackageName>,
        linked: &mut Linked,
    ) -> bool {
        let is_unresolved = |index: &usize| {
            self.uses(*index).any(|used| {
                missing.is_none_or(|missing| missing.same_package(&used.package))
                    && self.holder(&used.package).is_none()
            })
        };
        let unresolved = entries.iter().copied().filter(is_unresolved).collect::<Vec<_>>();
        linked.unresolved.extend(&unresolved);
        !unresolved.is_empty()
    }
}

/// Adds a label at the `package` declaration, or a step with the path of a `.wasm` file.
pub(super) fn with_package(
    diagnostic: Diagnostic,
    entry: &DirEntry<'_>,
    named: &NamedPackage,
    text: &str,
) -> Diagnostic {
    match &named.at {
        Some((file, range)) => diagnostic.with_label(*file, range.clone(), text),
        None => diagnostic.with_step(format!("`{}` is in `{}`", named.name, entry.path), None),
    }
}

/// Maps each path to the first index that has it.
fn first_of(paths: &[String]) -> BTreeMap<String, usize> {
    let mut first = BTreeMap::new();
    for (index, path) in paths.iter().enumerate() {
        first.entry(path.clone()).or_insert_with(|| index);
    }
    first
}

fn slashed(path: &Path) -> String {
    path::normal(&with_slashes(path))
}
