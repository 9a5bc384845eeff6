//! The packages of a directory, as the checks see them.

use std::cell::RefCell;

use super::{Input, Trees};
use crate::diagnostic::Diagnostic;
use crate::files::{FileId, Files};
use crate::package_name::PackageName;
use crate::syntax::tree::{Attribute, AttributeKind, Body, Interface, Name, Scope, Tree, World};
use crate::syntax::{Span, only_nested};

/// A package of WIT text.
pub(super) struct Package<'t> {
    /// `None` if no file says which package it is.
    pub(super) key: Option<PackageName>,
    /// The folder it is in.
    pub(super) folder: usize,
    /// Where it says its name.
    pub(super) named: Option<(FileId, Span)>,
    /// Its files, or the braces of a nested package.
    pub(super) scopes: Vec<(FileId, &'t Scope)>,
    pub(super) nested: bool,
    /// Whether its version could not be read.
    pub(super) bad_version: bool,
}

impl Package<'_> {
    /// Whether a path with this name leads to it.
    pub(super) fn is_called(&self, key: &PackageName) -> bool {
        self.key.as_ref().is_some_and(|own| {
            own == key || (self.bad_version && own.unversioned() == key.unversioned())
        })
    }

    /// Whether an item of it could not be read.
    pub(super) fn broken(&self) -> bool {
        self.scopes.iter().any(|(_, scope)| scope.broken)
    }

    pub(super) fn display(&self) -> String {
        self.key.as_ref().map_or("this package".to_owned(), ToString::to_string)
    }
}

/// An item, and the package and file it is in.
pub(super) struct At<'t, T> {
    pub(super) package: usize,
    pub(super) scope: usize,
    pub(super) item: &'t T,
}

impl<T> Clone for At<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for At<'_, T> {}

/// What a path leads to.
#[derive(Clone, Copy)]
pub(super) enum Target<'t> {
    Interface(At<'t, Interface>),
    World(At<'t, World>),
    /// An interface of a decoded package: its types.
    Decoded(&'t [String]),
    /// A world of a decoded package.
    DecodedWorld,
    /// Nothing that could be said of it would be new.
    Unknown,
}

/// An interface or a world while its inside is checked.
#[derive(Clone, Copy)]
pub(super) struct Owner<'t> {
    pub(super) package: usize,
    pub(super) scope: usize,
    pub(super) body: &'t Body,
    /// `interface` or `world`.
    pub(super) word: &'static str,
    pub(super) name: &'t Name,
    pub(super) attributes: &'t [Attribute],
}

impl<'t> Owner<'t> {
    pub(super) fn interface(at: At<'t, Interface>) -> Self {
        Self {
            package: at.package,
            scope: at.scope,
            body: &at.item.body,
            word: "interface",
            name: &at.item.name,
            attributes: &at.item.attributes,
        }
    }

    pub(super) fn world(at: At<'t, World>) -> Self {
        Self {
            package: at.package,
            scope: at.scope,
            body: &at.item.body,
            word: "world",
            name: &at.item.name,
            attributes: &at.item.attributes,
        }
    }

    /// ``interface `i` ``.
    pub(super) fn display(&self) -> String {
        format!("{} `{}`", self.word, self.name.text)
    }
}

/// The packages, and the faults found so far.
pub(super) struct Checker<'t> {
    pub(super) input: &'t Input<'t>,
    pub(super) packages: Vec<Package<'t>>,
    pub(super) trees: &'t Trees,
    pub(super) faults: RefCell<Vec<(usize, Diagnostic)>>,
    /// Packages that are not there, each with the places where one of the packages here names it.
    pub(super) missing: RefCell<Vec<Missing>>,
    /// What was said of something defined at a place: the package, the place, and the number of the fault.
    pub(super) told: RefCell<Vec<(Told, usize)>>,
    /// Names of items that are not in a package, with the number of the fault that says so.
    pub(super) unknown: RefCell<Vec<((usize, String), usize)>>,
}

/// A package, and the place of a definition in it or in another one.
pub(super) type Told = (usize, FileId, usize);

/// A package that is not there: who names it, and where.
pub(super) type Missing = ((usize, PackageName), Vec<(FileId, Span)>);

impl<'t> Checker<'t> {
    pub(super) fn new(input: &'t Input<'t>, trees: &'t Trees) -> Self {
        let mut packages = Vec::new();
        let with_wit = trees.iter().enumerate().filter(|(_, files)| !files.is_empty());
        for (folder, files) in with_wit {
            if !is_nested_only(input.files, files) {
                packages.extend(main_packages(folder, files));
            }
            for (file, tree) in files {
                for nested in &tree.scope.packages {
                    packages.push(Package {
                        key: Some(nested.name.plain()),
                        folder,
                        named: Some((*file, nested.name.span.clone())),
                        scopes: vec![(*file, &nested.scope)],
                        nested: true,
                        bad_version: nested.name.bad_version,
                    });
                }
            }
        }
        Self {
            input,
            packages,
            trees,
            faults: RefCell::default(),
            missing: RefCell::default(),
            told: RefCell::default(),
            unknown: RefCell::default(),
        }
    }

    pub(super) fn file(&self, package: usize, scope: usize) -> FileId {
        self.packages[package].scopes[scope].0
    }

    pub(super) fn owner_file(&self, owner: &Owner<'_>) -> FileId {
        self.file(owner.package, owner.scope)
    }

    pub(super) fn text(&self, file: FileId, span: &Span) -> &'t str {
        self.input.files.get(file).text.get(span.clone()).unwrap_or_default()
    }

    /// The feature that turns an item off, if one does.
    pub(super) fn off(&self, attributes: &'t [Attribute]) -> Option<&'t str> {
        attributes.iter().find_map(|attribute| match &attribute.kind {
            AttributeKind::Unstable(feature) => {
                let on = self.input.all_features || self.input.features.contains(feature);
                (!on).then_some(feature.as_str())
            }
            AttributeKind::Since(_)
            | AttributeKind::Deprecated
            | AttributeKind::ExternalId
            | AttributeKind::Unknown => None,
        })
    }

    /// Every interface of a package.
    pub(super) fn interfaces(
        &self,
        package: usize,
    ) -> impl Iterator<Item = At<'t, Interface>> + '_ {
        let scopes = self.packages[package].scopes.iter().enumerate();
        scopes.flat_map(move |(scope, (_, found))| {
            found.interfaces.iter().map(move |item| At { package, scope, item })
        })
    }

    /// Every world of a package.
    pub(super) fn worlds_of(&self, package: usize) -> impl Iterator<Item = At<'t, World>> + '_ {
        let scopes = self.packages[package].scopes.iter().enumerate();
        scopes.flat_map(move |(scope, (_, found))| {
            found.worlds.iter().map(move |item| At { package, scope, item })
        })
    }
}

/// The package of a folder; several, if its files contradict each other.
/// Whether the files of a folder hold nested packages and nothing else, so that there is no main one.
pub(super) fn is_nested_only(files: &Files, trees: &[(FileId, Tree)]) -> bool {
    let texts = trees.iter().map(|(file, _)| files.get(*file).text.as_str());
    let bare = |scope: &Scope| scope.interfaces.is_empty() && scope.worlds.is_empty();
    only_nested(texts) && trees.iter().all(|(_, tree)| bare(&tree.scope))
}

fn main_packages<'t>(folder: usize, files: &'t [(FileId, Tree)]) -> Vec<Package<'t>> {
    let mut packages: Vec<Package<'t>> = Vec::new();
    let header = |tree: &'t Tree| tree.header.as_ref().map(|header| &header.name);
    for (file, tree) in files {
        let Some(name) = header(tree) else { continue };
        let key = Some(name.plain());
        // Files that differ only in the version are one package with one fault.
        let base = key.as_ref().map(PackageName::unversioned);
        match packages
            .iter_mut()
            .find(|package| package.key.as_ref().map(PackageName::unversioned) == base)
        {
            Some(package) => package.scopes.push((*file, &tree.scope)),
            None => packages.push(Package {
                key,
                folder,
                named: Some((*file, name.span.clone())),
                scopes: vec![(*file, &tree.scope)],
                nested: false,
                bad_version: name.bad_version,
            }),
        }
    }
    let unnamed = files.iter().filter(|(_, tree)| tree.header.is_none());
    let unnamed = unnamed.map(|(file, tree)| (*file, &tree.scope));
    match packages.first_mut() {
        Some(package) => package.scopes.extend(unnamed),
        None => packages.push(Package {
            key: None,
            folder,
            named: None,
            scopes: unnamed.collect(),
            nested: false,
            bad_version: false,
        }),
    }
    for package in &mut packages {
        package.scopes.sort_by_key(|(file, _)| *file);
    }
    packages
}
