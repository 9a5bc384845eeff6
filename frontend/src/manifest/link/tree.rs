//! All places, to be asked: who is at a path, who holds a package, who uses one.

use std::path::{Path, PathBuf};

use super::{Content, Linked, Named, Place, Use};
use crate::diagnostic::Diagnostic;
use crate::files::Files;
use crate::manifest::{PackageName, path};
use std::collections::BTreeMap;

pub(super) struct Tree<'a> {
    pub(super) files: &'a Files,
    pub(super) places: &'a [Place<'a>],
    /// The paths of the places as they are shown, without `.` and `..`.
    shown: Vec<String>,
    /// The paths of the places on this machine, with `/`.
    absolute: Vec<String>,
    roots: Vec<String>,
    /// The links as they are shown, and where they lead.
    links: Vec<(String, String)>,
    by_shown: BTreeMap<String, usize>,
    by_absolute: BTreeMap<String, usize>,
    /// The places that hold a package at any version, by its bare name; those of the user first.
    by_package: BTreeMap<String, Vec<usize>>,
}

impl<'a> Tree<'a> {
    pub(super) fn new(
        files: &'a Files,
        roots: &[&Path],
        links: &[(String, PathBuf)],
        places: &'a [Place<'a>],
    ) -> Self {
        let links =
            links.iter().map(|(link, to)| (path::normal(link), slashed(to))).collect::<Vec<_>>();
        let shown = places.iter().map(|place| path::normal(place.path)).collect::<Vec<_>>();
        let absolute = places.iter().map(|place| slashed(place.absolute)).collect::<Vec<_>>();
        let roots = roots.iter().map(|root| slashed(root)).collect::<Vec<_>>();
        let mut order = (0..places.len()).collect::<Vec<_>>();
        order.sort_by_key(|&index| places[index].dependency);
        let mut by_package: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for index in order {
            for Named { name, .. } in &places[index].packages {
                let holders = by_package.entry(name.unversioned()).or_default();
                if holders.last() != Some(&index) {
                    holders.push(index);
                }
            }
        }
        let (by_shown, by_absolute) = (first_of(&shown), first_of(&absolute));
        Self { files, places, shown, absolute, roots, links, by_shown, by_absolute, by_package }
    }

    /// The place at `to` as seen from a place: as the user wrote the paths, or as they are on this machine.
    pub(super) fn at(&self, from: usize, to: &str) -> Option<usize> {
        let (shown, absolute) = self.joined(from, to);
        let found = self.by_shown.get(&shown).or_else(|| self.by_absolute.get(&absolute)).copied();
        found.or_else(|| self.through_link(&shown))
    }

    /// The place at a path that leads through a link.
    fn through_link(&self, shown: &str) -> Option<usize> {
        self.links.iter().find_map(|(link, to)| {
            let rest = shown.strip_prefix(link.as_str())?;
            let is_part = rest.is_empty() || rest.starts_with('/');
            is_part.then(|| self.by_absolute.get(&format!("{to}{rest}")).copied())?
        })
    }

    /// Whether a file that was read is at `to`.
    pub(super) fn is_file(&self, from: usize, to: &str) -> bool {
        let (shown, absolute) = self.joined(from, to);
        self.files.iter().any(|(_, file)| {
            path::normal(&file.path) == shown || slashed(&file.absolute) == absolute
        })
    }

    /// Whether `to` is in a root, or is one.
    pub(super) fn is_in_roots(&self, from: usize, to: &str) -> bool {
        let (_, absolute) = self.joined(from, to);
        self.roots.iter().any(|root| path::is_within(&absolute, root))
    }

    /// The root that a place is in, as it is shown.
    pub(super) fn root(&self, index: usize) -> String {
        let (shown, absolute) = (self.places[index].path, &self.absolute[index]);
        let mut roots = self.roots.iter().filter(|root| path::is_within(absolute, root));
        let below = roots.next().map_or(0, |root| absolute.len() - root.len());
        let end = shown.len().saturating_sub(below);
        shown.get(..end).filter(|root| !root.is_empty()).unwrap_or(".").to_owned()
    }

    fn joined(&self, from: usize, to: &str) -> (String, String) {
        (path::join(self.places[from].path, to), path::join(&self.absolute[from], to))
    }

    /// How one place is written in the manifest of another.
    pub(super) fn relative(&self, from: usize, to: usize) -> String {
        let (a, b) = (self.places[from].path, self.places[to].path);
        if path::is_absolute(a) || path::is_absolute(b) {
            path::relative(&self.absolute[from], &self.absolute[to])
        } else {
            path::relative(a, b)
        }
    }

    /// Whether a place is in a folder, or is it.
    pub(super) fn is_below(&self, index: usize, folder: usize) -> bool {
        path::is_within(&self.shown[index], &self.shown[folder])
    }

    /// The places below a folder, and the folder.
    pub(super) fn within(&self, folder: usize) -> impl Iterator<Item = usize> {
        (0..self.places.len()).filter(move |&index| self.is_below(index, folder))
    }

    /// The `.wasm` files directly in a folder.
    pub(super) fn wasm_in(&self, folder: usize) -> impl Iterator<Item = usize> {
        (0..self.places.len()).filter(move |&index| {
            matches!(self.places[index].content, Content::Wasm(_))
                && path::parent(&self.shown[index]) == self.shown[folder]
        })
    }

    /// The places to which a manifest speaks: its package, or all packages below a grouping folder.
    pub(super) fn governed(&self, manifest: usize) -> Vec<usize> {
        match self.places[manifest].content {
            Content::Grouping => self.within(manifest).collect::<Vec<_>>(),
            Content::Wit(_) | Content::Unread | Content::Wasm(_) => vec![manifest],
        }
    }

    /// Where a package is at this version, those of the user first.
    pub(super) fn holder(&self, package: &PackageName) -> Option<usize> {
        let holds =
            |index: &usize| self.places[*index].packages.iter().any(|named| named.name == *package);
        self.holders_of_any_version(package).iter().copied().find(holds)
    }

    /// Where a package is at any version.
    pub(super) fn holders_of_any_version(&self, package: &PackageName) -> &[usize] {
        self.by_package.get(&package.unversioned()).map_or(&[], Vec::as_slice)
    }

    /// Whether nothing is known of what a place holds.
    pub(super) fn is_unread(&self, index: usize) -> bool {
        let place = &self.places[index];
        place.packages.is_empty() && !matches!(place.content, Content::Grouping)
    }

    /// What the packages of a place use, but for each other.
    pub(super) fn uses(&self, index: usize) -> impl Iterator<Item = &'a Use> {
        let packages = &self.places[index].packages;
        packages
            .iter()
            .flat_map(|named| &named.uses)
            .filter(move |used| packages.iter().all(|named| named.name != used.package))
    }

    /// Whether one of `users` uses a package of a place, or may.
    pub(super) fn is_used(&self, place: usize, mut users: impl Iterator<Item = usize>) -> bool {
        users.any(|user| {
            user != place
                && (self.is_unread(user)
                    || self.uses(user).any(|used| {
                        let mut packages = self.places[place].packages.iter();
                        packages.any(|named| named.name.same_package(&used.package))
                    }))
        })
    }

    /// Notes that a fault may be why a package is missing: of the places, those that use it, or any missing
    /// one, are unsound.
    pub(super) fn strand(
        &self,
        places: &[usize],
        missing: Option<&PackageName>,
        linked: &mut Linked,
    ) {
        linked.unsound.extend(places.iter().copied().filter(|&index| {
            self.uses(index).any(|used| {
                missing.is_none_or(|missing| missing.same_package(&used.package))
                    && self.holder(&used.package).is_none()
            })
        }));
    }
}

/// With a label at the `package` line, or the path of a `.wasm` file that has none.
pub(super) fn with_package(
    diagnostic: Diagnostic,
    place: &Place<'_>,
    named: &Named,
    text: &str,
) -> Diagnostic {
    match &named.at {
        Some((file, range)) => diagnostic.with_label(*file, range.clone(), text),
        None => diagnostic.with_step(format!("`{}` is in `{}`", named.name, place.path), None),
    }
}

/// The index of each path, the first where there are several.
fn first_of(paths: &[String]) -> BTreeMap<String, usize> {
    let mut first = BTreeMap::new();
    for (index, path) in paths.iter().enumerate() {
        first.entry(path.clone()).or_insert_with(|| index);
    }
    first
}

fn slashed(path: &Path) -> String {
    let path = path.to_string_lossy();
    if cfg!(windows) {
        path::normal(path.trim_start_matches(r"\\?\").replace('\\', "/").as_str())
    } else {
        path::normal(&path)
    }
}
