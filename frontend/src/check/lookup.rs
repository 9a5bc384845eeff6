//! From a path to what it leads to, without a word about what is wrong with it.

use super::model::{At, Checker, Owner, Target};
use crate::package_name::PackageName;
use crate::syntax::tree::{Name, Path, Shape, SpannedPackageName, TypeDef, TypeKind, Use, UseName};

/// What a name of a type leads to.
#[derive(Clone, Copy)]
pub(super) enum Local<'t> {
    Def(&'t TypeDef),
    Used(&'t Use, &'t UseName),
}

impl<'t> Owner<'t> {
    /// The type that a name means in here.
    pub(super) fn local(&self, name: &str) -> Option<Local<'t>> {
        let used = self.body.uses.iter().find_map(|used| {
            let picked = used.names.iter().find(|picked| picked.local().text == name)?;
            Some(Local::Used(used, picked))
        });
        let defined = || self.body.types.iter().find(|def| def.name.text == name).map(Local::Def);
        used.or_else(defined)
    }

    /// The names of all types in here.
    pub(super) fn type_names(&self) -> Vec<&'t Name> {
        let used = self.body.uses.iter().flat_map(|used| used.names.iter().map(UseName::local));
        self.body.types.iter().map(|def| &def.name).chain(used).collect()
    }
}

impl<'t> Checker<'t> {
    /// The package of a path.
    pub(super) fn find_package(&self, key: &PackageName) -> Option<usize> {
        self.packages.iter().position(|package| package.is_called(key))
    }

    pub(super) fn find_decoded(&self, key: &PackageName) -> Option<usize> {
        self.input.decoded.iter().position(|decoded| decoded.package == *key)
    }

    /// An item of a package, by its name alone.
    pub(super) fn item(&self, package: usize, name: &str) -> Option<Target<'t>> {
        let interface = self.interfaces(package).find(|at| at.item.name.text == name);
        let world = || self.worlds_of(package).find(|at| at.item.name.text == name);
        interface.map(Target::Interface).or_else(|| world().map(Target::World))
    }

    /// What a name without a package means in a file. `None` if it means nothing.
    pub(super) fn local_item(
        &self,
        package: usize,
        scope: usize,
        name: &str,
    ) -> Option<Target<'t>> {
        let (_, found) = self.packages[package].scopes[scope];
        for used in &found.uses {
            let local = match (&used.alias, &used.path) {
                (Some(alias), _) => alias,
                (None, Path::Local(item) | Path::Foreign { item, .. }) => item,
                (None, Path::Package(_)) => continue,
            };
            if local.text == name && !self.is_itself(used, name) {
                return Some(self.used_item(package, &used.path));
            }
        }
        self.item(package, name)
    }

    fn is_itself(&self, used: &crate::syntax::tree::TopUse, name: &str) -> bool {
        matches!(&used.path, Path::Local(item) if item.text == name)
    }

    /// What a `use` at the top of a file brings in.
    fn used_item(&self, package: usize, path: &Path) -> Target<'t> {
        match path {
            Path::Local(name) => self.item(package, &name.text).unwrap_or(Target::Unknown),
            Path::Foreign { package, item, .. } => {
                self.foreign_item(package, &item.text).unwrap_or(Target::Unknown)
            }
            Path::Package(_) => Target::Unknown,
        }
    }

    /// What a path with a package leads to. `None` if there is no such package, or it has no such item.
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
            .filter(|package| self.packages[*package].is_called(&key))
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

    /// What a path leads to. [`Target::Unknown`] if it leads nowhere.
    pub(super) fn target(&self, package: usize, scope: usize, path: &Path) -> Target<'t> {
        match path {
            Path::Local(name) => self.local_item(package, scope, &name.text),
            Path::Foreign { package, item, .. } => self.foreign_item(package, &item.text),
            Path::Package(_) => None,
        }
        .unwrap_or(Target::Unknown)
    }

    /// The interface that a `use` picks from, if it is one of WIT text.
    pub(super) fn used_interface(&self, owner: &Owner<'t>, used: &Use) -> Option<Owner<'t>> {
        match self.target(owner.package, owner.scope, &used.path) {
            Target::Interface(at) => Some(Owner::interface(at)),
            Target::World(_) | Target::Decoded(..) | Target::DecodedWorld | Target::Unknown => None,
        }
    }

    /// The definition behind a name, through every `use`, with where it is.
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

    /// The definition behind a name, through every `use` and every `type a = b`.
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

    /// How an interface is called from another package, or from its own.
    pub(super) fn path_to<T>(&self, from: usize, at: At<'_, T>, name: &str) -> String {
        match &self.packages[at.package].key {
            Some(key) if from != at.package => key.path(name),
            _ => name.to_owned(),
        }
    }
}
