//! Resolves paths and names without reporting errors.

use std::collections::BTreeMap;

use super::checker::{At, Checker, Owner, Target};
use crate::package_name::PackageName;
use crate::spelling::nearest;
use crate::syntax::Span;
use crate::syntax::tree::{
    Body, Interface, Name, Path, Shape, SpannedPackageName, TopUse, TypeDef, TypeKind, Use,
    UseName, World,
};

/// The definition or `use` that a type name resolves to.
#[derive(Clone, Copy)]
pub(super) enum Local<'t> {
    Def(&'t TypeDef),
    Used(&'t Use, &'t UseName),
}

/// The type names in a body: the first one of each name, those of `use` before definitions.
pub(super) type Locals<'t> = BTreeMap<&'t str, Local<'t>>;

fn locals(body: &Body) -> Locals<'_> {
    let used = body.uses.iter().flat_map(|used| used.names.iter().map(move |name| (used, name)));
    let used = used.map(|(used, name)| (name.local().text.as_str(), Local::Used(used, name)));
    let defined = body.types.iter().map(|def| (def.name.text.as_str(), Local::Def(def)));
    let mut locals = Locals::new();
    for (name, local) in used.chain(defined) {
        locals.entry(name).or_insert(local);
    }
    locals
}

impl<'t> Owner<'t> {
    /// Returns the names of all types in the body.
    pub(super) fn type_names(&self) -> Vec<&'t Name> {
        let used = self.body.uses.iter().flat_map(|used| used.names.iter().map(UseName::local));
        self.body.types.iter().map(|def| &def.name).chain(used).collect()
    }
}

impl<'t> Checker<'t> {
    /// Resolves a type name in a body.
    pub(super) fn local(&self, owner: &Owner<'t>, name: &str) -> Option<Local<'t>> {
        let mut bodies = self.locals.borrow_mut();
        let locals = bodies.entry(owner.body).or_insert_with(|| locals(owner.body));
        locals.get(name).copied()
    }

    /// Returns the candidate that was probably meant, as [`nearest`] does. After many comparisons, none is found any more:
    /// the errors that a reader sees come first.
    pub(super) fn nearest<'n>(
        &self,
        word: &str,
        candidates: impl IntoIterator<Item = &'n str>,
    ) -> Option<&'n str> {
        let candidates: Vec<&str> = candidates.into_iter().collect();
        self.compare(candidates.len())?;
        nearest(word, candidates)
    }

    /// Counts comparisons of names. Returns `None` once there are too many.
    pub(super) fn compare(&self, names: usize) -> Option<()> {
        let left = self.comparisons.get().checked_sub(names)?;
        self.comparisons.set(left);
        Some(())
    }

    /// Returns the index of the package of a path.
    pub(super) fn find_package(&self, key: &PackageName) -> Option<usize> {
        self.packages_with(key).next()
    }

    /// Returns the packages with a name.
    fn packages_with(&self, key: &PackageName) -> impl Iterator<Item = usize> {
        let same = self.packages_named(&key.unversioned()).iter().copied();
        same.filter(|package| self.packages[*package].has_name(key))
    }

    /// Returns the index of the package in binary form.
    pub(super) fn find_decoded(&self, key: &PackageName) -> Option<usize> {
        self.input.decoded.iter().position(|decoded| decoded.name == *key)
    }

    /// Returns an item of a package by its name.
    pub(super) fn item(&self, package: usize, name: &str) -> Option<Target<'t>> {
        let mut packages = self.items.borrow_mut();
        let items = packages.entry(package).or_insert_with(|| {
            let interface =
                |at: At<'t, Interface>| (at.item.name.text.as_str(), Target::Interface(at));
            let world = |at: At<'t, World>| (at.item.name.text.as_str(), Target::World(at));
            let mut items = BTreeMap::new();
            for (name, item) in
                self.interfaces(package).map(interface).chain(self.worlds(package).map(world))
            {
                items.entry(name).or_insert(item);
            }
            items
        });
        items.get(name).copied()
    }

    /// Resolves a name without a package in a file.
    pub(super) fn local_item(
        &self,
        package: usize,
        scope: usize,
        name: &str,
    ) -> Option<Target<'t>> {
        let (_, found) = self.packages[package].scopes[scope];
        for used in &found.uses {
            let Some(local) = local_name(used) else { continue };
            if local.text == name && !self.is_itself(used, name) {
                return Some(self.used_item(package, &used.path));
            }
        }
        self.item(package, name)
    }

    fn is_itself(&self, used: &TopUse, name: &str) -> bool {
        matches!(&used.path, Path::Local(item) if item.text == name)
    }

    /// Resolves the path of a top-level `use`.
    fn used_item(&self, package: usize, path: &Path) -> Target<'t> {
        match path {
            Path::Local(name) => self.item(package, &name.text).unwrap_or(Target::Unknown),
            Path::Foreign { package, item, .. } => {
                self.foreign_item(package, &item.text).unwrap_or(Target::Unknown)
            }
            Path::Package(_) => Target::Unknown,
        }
    }

    /// Resolves a path with a package. `None` if the package or the item does not exist.
    pub(super) fn foreign_item(
        &self,
        package: &SpannedPackageName,
        item: &str,
    ) -> Option<Target<'t>> {
        let key = package.plain();
        if package.bad_version && self.find_package(&key).is_none() {
            return Some(Target::Unknown);
        }
        let mut same = self.packages_with(&key).peekable();
        if same.peek().is_some() {
            return same.find_map(|package| self.item(package, item));
        }
        let index = self.find_decoded(&key)?;
        let decoded = &self.input.decoded[index];
        let types = decoded.interfaces.iter().find(|(name, _)| name == item);
        match types {
            Some((_, types)) => Some(Target::Decoded(types)),
            None => decoded.worlds.iter().any(|w| w == item).then_some(Target::DecodedWorld),
        }
    }

    /// Resolves a path. Returns [`Target::Unknown`] if nothing is found.
    pub(super) fn target(&self, package: usize, scope: usize, path: &Path) -> Target<'t> {
        match path {
            Path::Local(name) => self.local_item(package, scope, &name.text),
            Path::Foreign { package, item, .. } => self.foreign_item(package, &item.text),
            Path::Package(_) => None,
        }
        .unwrap_or(Target::Unknown)
    }

    /// Returns the interface of a `use`, if it is in WIT source.
    pub(super) fn used_interface(&self, owner: &Owner<'t>, used: &Use) -> Option<Owner<'t>> {
        match self.target(owner.package, owner.scope, &used.path) {
            Target::Interface(at) => Some(Owner::interface(at)),
            Target::World(_) | Target::Decoded(..) | Target::DecodedWorld | Target::Unknown => None,
        }
    }

    /// Resolves a type name through every `use`, and returns the definition with its owner.
    pub(super) fn definition(
        &self,
        owner: Owner<'t>,
        name: &str,
    ) -> Option<(Owner<'t>, &'t TypeDef)> {
        let (mut owner, mut name) = (owner, name.to_owned());
        for _ in 0..100 {
            match self.local(&owner, &name)? {
                Local::Def(def) => return Some((owner, def)),
                Local::Used(used, picked) => {
                    owner = self.used_interface(&owner, used)?;
                    name = picked.name.text.clone();
                }
            }
        }
        None
    }

    /// Resolves a type name through every `use` and every `type a = b`.
    pub(super) fn origin(&self, owner: Owner<'t>, name: &str) -> Option<(Owner<'t>, &'t TypeDef)> {
        let (mut owner, mut name) = (owner, name.to_owned());
        for _ in 0..100 {
            let (at, def) = self.definition(owner, &name)?;
            match &def.shape {
                Shape::Alias(ty) => match &ty.kind {
                    TypeKind::Name(next) => (owner, name) = (at, next.text.clone()),
                    _ => return Some((at, def)),
                },
                _ => return Some((at, def)),
            }
        }
        None
    }

    /// Returns the path of an item as the package `from` writes it.
    pub(super) fn path_to<T>(&self, from: usize, at: At<'_, T>, name: &str) -> String {
        match &self.packages[at.package].key {
            Some(key) if from != at.package => key.path(name),
            _ => name.to_owned(),
        }
    }
}

/// Returns the name that a top-level `use` brings into scope.
pub(super) fn local_name(used: &TopUse) -> Option<&Name> {
    match (&used.alias, &used.path) {
        (Some(alias), _) => Some(alias),
        (None, Path::Local(item) | Path::Foreign { item, .. }) => Some(item),
        (None, Path::Package(_)) => None,
    }
}

/// Returns the span of a path.
pub(super) fn path_span(path: &Path) -> Span {
    match path {
        Path::Local(name) => name.span.clone(),
        Path::Foreign { span, .. } => span.clone(),
        Path::Package(package) => package.span.clone(),
    }
}
