//! The packages of a directory as the checks use them, and the [`Checker`] that collects the errors.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;
use std::rc::Rc;

use super::Input;
use super::includes::Item;
use super::lookup::Locals;
use crate::diagnostic::Diagnostic;
use crate::files::{FileId, Files};
use crate::package_name::PackageName;
use crate::sources::Folder;
use crate::syntax::tree::{Attribute, AttributeKind, Body, Interface, Name, Scope, Tree, World};
use crate::syntax::{Span, only_nested};

/// A package in WIT source.
pub(super) struct Package<'t> {
    /// The name; `None` if no file has a `package` line.
    pub(super) key: Option<PackageName>,
    /// The index of its folder.
    pub(super) folder: usize,
    /// The file and span of the name in the `package` line.
    pub(super) named: Option<(FileId, Span)>,
    /// Its files, or the body of a nested package.
    pub(super) scopes: Vec<(FileId, &'t Scope)>,
    /// `true` for `package a:b { … }`.
    pub(super) nested: bool,
    /// `true` if its version is invalid.
    pub(super) bad_version: bool,
}

impl Package<'_> {
    /// Returns `true` if a path with this package name resolves to the package.
    pub(super) fn has_name(&self, key: &PackageName) -> bool {
        self.key.as_ref().is_some_and(|own| {
            own == key || (self.bad_version && own.unversioned() == key.unversioned())
        })
    }

    /// Returns `true` if the syntax of one of its items is invalid.
    pub(super) fn broken(&self) -> bool {
        self.scopes.iter().any(|(_, scope)| scope.broken)
    }

    /// Returns `true` if it has an item, or may have one whose syntax is invalid.
    fn has_items(&self) -> bool {
        let mut scopes = self.scopes.iter().map(|(_, scope)| scope);
        scopes.any(|it| it.broken || !it.interfaces.is_empty() || !it.worlds.is_empty())
    }

    /// Returns `a:b@1.0.0`, or `this package` for a package without a name.
    pub(super) fn display(&self) -> String {
        self.key.as_ref().map_or("this package".to_owned(), ToString::to_string)
    }

    /// Returns ``package `a:b@1.0.0` ``, or `this package` for a package without a name.
    pub(super) fn described(&self) -> String {
        self.key.as_ref().map_or("this package".to_owned(), |key| format!("package `{key}`"))
    }
}

/// An item, with the indices of its package and scope.
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

/// The item that a path resolves to.
#[derive(Clone, Copy)]
pub(super) enum Target<'t> {
    Interface(At<'t, Interface>),
    World(At<'t, World>),
    /// An interface of a package in binary form, with the names of its types.
    Decoded(&'t [String]),
    /// A world of a package in binary form.
    DecodedWorld,
    /// Nothing, because of an error that is already reported.
    Unknown,
}

/// An interface or a world whose body is checked.
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

    /// Returns ``interface `i` ``.
    pub(super) fn display(&self) -> String {
        format!("{} `{}`", self.word, self.name.text)
    }
}

/// The packages, and the errors found so far.
pub(super) struct Checker<'t> {
    pub(super) input: &'t Input<'t>,
    pub(super) packages: Vec<Package<'t>>,
    /// The packages by their names without versions.
    by_name: BTreeMap<String, Vec<usize>>,
    /// `true` if a package has no name, which may be that of any missing one.
    pub(super) has_unnamed_package: bool,
    /// The files of each folder, with their trees.
    pub(super) trees: Vec<Vec<(FileId, &'t Tree)>>,
    pub(super) diagnostics: RefCell<Vec<(usize, Diagnostic)>>,
    /// Missing packages, each with the spans where a package names it.
    pub(super) missing: RefCell<MissingPackages>,
    /// The definitions that an error was reported about, with the index of the error.
    pub(super) reported: RefCell<BTreeMap<Definition, usize>>,
    /// The names of missing items by package, with the index of the error.
    pub(super) unknown: RefCell<BTreeMap<(usize, String), usize>>,
    /// The type names of the bodies that were searched.
    pub(super) locals: RefCell<BTreeMap<*const Body, Locals<'t>>>,
    /// The items of the packages that were searched.
    pub(super) items: RefCell<BTreeMap<usize, BTreeMap<&'t str, Target<'t>>>>,
    /// The interfaces that define a type of each name, once they are searched.
    pub(super) defining: RefCell<Option<InterfacesByType<'t>>>,
    /// The number of names that may still be compared to find a similar one.
    pub(super) comparisons: Cell<usize>,
    /// The number of bytes that may still be read to find the ends of items.
    pub(super) searchable: Cell<usize>,
    /// The names of the worlds that were read, by their bodies; `None` for those that are not known.
    pub(super) world_items: RefCell<BTreeMap<*const Body, Option<Rc<[Item]>>>>,
    /// The work on included worlds so far.
    pub(super) include_work: Cell<usize>,
}

/// A package with the error, and the file and offset of a definition in it or in another package.
pub(super) type Definition = (usize, FileId, usize);

/// The missing packages: the package that names each, its name, and the spans.
pub(super) type MissingPackages = BTreeMap<(usize, PackageName), Vec<(FileId, Span)>>;

/// The interfaces that define a type of each name.
pub(super) type InterfacesByType<'t> = BTreeMap<&'t str, Vec<At<'t, Interface>>>;

/// The largest number of names that are compared to find similar ones, for all errors together.
const MAX_COMPARISONS: usize = 20_000;

/// The largest number of bytes that are read to find the ends of items, for all errors together.
const MAX_SEARCHED: usize = 256 * 1024;

impl<'t> Checker<'t> {
    pub(super) fn new(input: &'t Input<'t>) -> Self {
        let parsed =
            |folder: &'t Folder| folder.wit.iter().map(|&id| (id, input.files.tree(id))).collect();
        let trees: Vec<Vec<_>> = input.folders.iter().map(parsed).collect();
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
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (index, package) in packages.iter().enumerate() {
            if let Some(key) = &package.key {
                by_name.entry(key.unversioned()).or_default().push(index);
            }
        }
        let has_unnamed_package = packages.iter().any(|it| it.key.is_none() && it.has_items());
        Self {
            input,
            packages,
            by_name,
            has_unnamed_package,
            trees,
            diagnostics: RefCell::default(),
            missing: RefCell::default(),
            reported: RefCell::default(),
            unknown: RefCell::default(),
            world_items: RefCell::default(),
            include_work: Cell::default(),
            locals: RefCell::default(),
            items: RefCell::default(),
            defining: RefCell::default(),
            comparisons: Cell::new(MAX_COMPARISONS),
            searchable: Cell::new(MAX_SEARCHED),
        }
    }

    /// Returns the packages of that name, at all versions.
    pub(super) fn packages_named(&self, unversioned: &str) -> &[usize] {
        self.by_name.get(unversioned).map_or(&[], Vec::as_slice)
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

    /// Returns the feature of an item whose feature is off.
    pub(super) fn disabled_feature(&self, attributes: &'t [Attribute]) -> Option<&'t str> {
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

    /// Returns the interfaces of a package.
    pub(super) fn interfaces(
        &self,
        package: usize,
    ) -> impl Iterator<Item = At<'t, Interface>> + '_ {
        let scopes = self.packages[package].scopes.iter().enumerate();
        scopes.flat_map(move |(scope, (_, found))| {
            found.interfaces.iter().map(move |item| At { package, scope, item })
        })
    }

    /// Returns the worlds of a package.
    pub(super) fn worlds(&self, package: usize) -> impl Iterator<Item = At<'t, World>> + '_ {
        let scopes = self.packages[package].scopes.iter().enumerate();
        scopes.flat_map(move |(scope, (_, found))| {
            found.worlds.iter().map(move |item| At { package, scope, item })
        })
    }
}

/// Returns `true` if the files of a folder contain only nested packages, so that there is no main package.
pub(super) fn is_nested_only(files: &Files, trees: &[(FileId, &Tree)]) -> bool {
    let texts = trees.iter().map(|(file, _)| files.get(*file).text.as_str());
    let bare = |scope: &Scope| scope.interfaces.is_empty() && scope.worlds.is_empty();
    only_nested(texts) && trees.iter().all(|(_, tree)| bare(&tree.scope))
}

/// Returns the package of a folder, or several if its `package` lines differ.
fn main_packages<'t>(folder: usize, files: &[(FileId, &'t Tree)]) -> Vec<Package<'t>> {
    let mut packages: Vec<Package<'t>> = Vec::new();
    let header = |tree: &'t Tree| tree.header.as_ref().map(|header| &header.name);
    for (file, tree) in files {
        let Some(name) = header(tree) else { continue };
        let key = Some(name.plain());
        // Files that differ only in the version are one package with one error.
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
