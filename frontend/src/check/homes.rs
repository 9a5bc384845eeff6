//! The interface that has a type which another one uses without saying so.

use super::model::{At, Checker, Owner, Target};
use crate::diagnostic::{Diagnostic, NameError};
use crate::files::FileId;
use crate::spelling::nearest;
use crate::syntax::tree::{Interface, Name, Path};

impl<'t> Checker<'t> {
    /// A type of a world, in an interface.
    pub(super) fn type_of_world(
        &self,
        owner: &Owner<'t>,
        file: FileId,
        name: &Name,
    ) -> Option<Diagnostic> {
        if owner.word == "world" {
            return None;
        }
        let (at, place) = self.worlds_of(owner.package).find_map(|at| {
            let mut defs = at.item.body.types.iter();
            defs.find(|def| def.name.text == name.text).map(|def| (at, &def.name))
        })?;
        let kind = NameError::NotInScope { name: name.text.clone(), owner: owner.display() };
        let fault = Diagnostic::at(kind, file, name.span.clone(), "not known here").with_label(
            self.file(at.package, at.scope),
            place.span.clone(),
            format!("only world `{}` itself knows this one", at.item.name.text),
        );
        Some(fault.with_help(format!(
            "move it to an interface, `interface types {{ … }}`, and write `use types.{{{0}}};` in \
             {1} and in world `{2}`",
            name.text,
            owner.display(),
            at.item.name.text
        )))
    }

    pub(super) fn with_home(
        &self,
        owner: &Owner<'t>,
        file: FileId,
        name: &Name,
        home: At<'t, Interface>,
    ) -> Diagnostic {
        let path = self.path_here(owner, home);
        let kind = NameError::NotInScope { name: name.text.clone(), owner: owner.display() };
        let place = home.item.body.types.iter().find(|def| def.name.text == name.text);
        let place = place.map_or(&home.item.name, |def| &def.name);
        let full = self.path_to(owner.package, home, &home.item.name.text);
        Diagnostic::at(kind, file, name.span.clone(), "not known here")
            .with_label(
                self.file(home.package, home.scope),
                place.span.clone(),
                format!("it is in `{full}`"),
            )
            .with_help(format!(
                "add `use {path}.{{{}}};` inside {}",
                name.text,
                owner.display().replace('`', "")
            ))
    }

    /// How an interface is called in a file: by the name that a `use` at the top gives it, or by its path.
    pub(super) fn path_here(&self, owner: &Owner<'t>, home: At<'t, Interface>) -> String {
        let scope = self.packages[owner.package].scopes[owner.scope].1;
        for used in scope.uses.iter().filter(|used| used.picked.is_none()) {
            let local = match (&used.alias, &used.path) {
                (Some(alias), _) => alias,
                (None, Path::Local(item) | Path::Foreign { item, .. }) => item,
                (None, Path::Package(_)) => continue,
            };
            let target = self.local_item(owner.package, owner.scope, &local.text);
            if let Some(Target::Interface(at)) = target
                && std::ptr::eq(at.item, home.item)
            {
                return local.text.clone();
            }
        }
        self.path_to(owner.package, home, &home.item.name.text)
    }

    /// Another interface that defines a type of that name: one that the file knows, one of the package, or any.
    pub(super) fn home(&self, owner: &Owner<'t>, name: &str) -> Option<At<'t, Interface>> {
        let has = |at: &At<'t, Interface>| {
            !std::ptr::eq(&raw const at.item.body, owner.body)
                && at.item.body.types.iter().any(|def| def.name.text == name)
        };
        let scope = self.packages[owner.package].scopes[owner.scope].1;
        let known = scope.uses.iter().find_map(|used| {
            let target = match &used.path {
                Path::Foreign { package, item, .. } => self.foreign_item(package, &item.text)?,
                Path::Local(_) | Path::Package(_) => return None,
            };
            match target {
                Target::Interface(at) => Some(at).filter(has),
                Target::World(_) | Target::Decoded(..) | Target::DecodedWorld | Target::Unknown => {
                    None
                }
            }
        });
        known.or_else(|| self.interfaces(owner.package).find(has)).or_else(|| {
            (0..self.packages.len())
                .filter(|package| {
                    *package != owner.package && self.packages[*package].key.is_some()
                })
                .find_map(|package| self.interfaces(package).find(has))
        })
    }

    pub(super) fn nearest_elsewhere(
        &self,
        owner: &Owner<'t>,
        name: &str,
    ) -> Option<(String, String)> {
        let own = self.interfaces(owner.package);
        own.filter(|at| !std::ptr::eq(&raw const at.item.body, owner.body)).find_map(|at| {
            let types = at.item.body.types.iter().map(|def| def.name.text.as_str());
            let near = nearest(name, types)?;
            Some((at.item.name.text.clone(), near.to_owned()))
        })
    }
}
