//! Resolves paths and names without reporting errors.

use super::checker::{At, Checker, Owner, Target};
use crate::package_name::PackageName;
use crate::syntax::Span;
use crate::syntax::tree::{
    Name, Path, Shape, SpannedPackageName, TopUse, TypeDef, TypeKind, Use, UseName,
};

/// The definition or `use` that a type name resolves to.
#[derive(Clone, Copy)]
pub(super) enum Local<'t> {
    Def(&'t TypeDef),
    Used(&'t Use, &'t UseName),
}

impl<'t> Owner<'t> {
    /// Resolves a type name in the body.
    pub(super) fn local(&self, name: &str) -> Option<Local<'t>> {
        let used = self.body.uses.iter().find_map(|used| {
            let picked = used.names.iter().find(|picked| picked.local().text == name)?;
            Some(Local::Used(used, picked))
        });
        let defined = || self.body.types.iter().find(|def| def.name.text == name).map(Local::Def);
        used.or_else(defined)
    }

    /// Returns the names of all types in the body.
    pub(super) fn type_names(&self) -> Vec<&'t Name> {
        let used = self.body.uses.iter().flat_map(|used| used.names.iter().map(UseName::local));
        self.body.types.iter().map(|def| &def.name).chain(used).collect()
    }
}

impl<'t> Checker<'t> {
    /// Returns the index of the package of a path.
    pub(super) fn find_package(&self, key: &PackageName) -> Option<usize> {
        self.packages.iter().position(|package| package.has_name(key))
    }

    /// Returns the index of the package in binary form.
    pub(super) fn find_decoded(&self, key: &PackageName) -> Option<usize> {
        self.input.decoded.iter().position(|decoded| decoded.name == *key)
    }

    /// Returns an item of a package by its name.
    pub(super) fn item(&self, package: usize, name: &str) -> Option<Target<'t>> {
        let interface = self.interfaces(package).find(|at| at.item.name.text == name);
        let world = || self.worlds(package).find(|at| at.item.name.text == name);
        interface.map(Target::Interface).or_else(|| world().map(Target::World))
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
        let mut same = (0..self.packages.len())
            .filter(|package| self.packages[*package].has_name(&key))
            .peekable();
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
            match owner.local(&name)? {
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
