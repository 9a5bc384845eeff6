//! `include`: that the world is there, has what is renamed, and brings nothing that is there already.

use super::model::{Checker, Owner, Target};
use super::paths::{Site, Wanted, listed};
use super::worlds::function_key;
use crate::diagnostic::{Diagnostic, WorldError};
use crate::files::FileId;
use crate::spelling::nearest;
use crate::syntax::Span;
use crate::syntax::tree::{ExternKind, Include, Name};

/// A name that a world imports or exports.
#[derive(Clone)]
struct Item {
    import: bool,
    /// As the component model compares it.
    key: String,
    name: String,
    file: FileId,
    span: Span,
}

impl<'t> Checker<'t> {
    /// Checks the includes of a world.
    pub(super) fn includes(&self, owner: &Owner<'t>) {
        let mut items = self.own_items(owner);
        for include in &owner.body.includes {
            let site = Site {
                package: owner.package,
                scope: owner.scope,
                wanted: Wanted::World,
                word: "include",
            };
            let Target::World(at) = self.follow(site, &include.path) else { continue };
            self.gated_path(owner, &include.attributes, &include.path);
            let world = Owner::world(at);
            let Some(brought) = self.world_items(&world, 0) else { continue };
            self.renames(owner, include, &world, &brought);
            let brought = renamed(brought, include);
            self.conflicts(owner, include, &world, &items, &brought);
            items.extend(brought);
        }
    }

    fn own_items(&self, owner: &Owner<'t>) -> Vec<Item> {
        let file = self.owner_file(owner);
        let item = |import: bool, key: String, name: &Name| Item {
            import,
            key,
            name: name.text.clone(),
            file,
            span: name.span.clone(),
        };
        let plain = |name: &Name| super::duplicates::canonical(&name.text);
        let mut items: Vec<Item> =
            owner.type_names().into_iter().map(|name| item(true, plain(name), name)).collect();
        for found in &owner.body.externs {
            match &found.kind {
                ExternKind::Inline(name, _) | ExternKind::Named(name, _) => {
                    items.push(item(found.import, plain(name), name));
                }
                ExternKind::Function(function) => {
                    items.push(item(found.import, function_key(function), &function.name));
                }
                ExternKind::Path(_) => {}
            }
        }
        items
    }

    /// Every name that a world has, with what it includes. `None` if that is not known.
    fn world_items(&self, owner: &Owner<'t>, depth: usize) -> Option<Vec<Item>> {
        if depth > 20 || owner.body.broken {
            return None;
        }
        let mut items = self.own_items(owner);
        for include in &owner.body.includes {
            let Target::World(at) = self.target(owner.package, owner.scope, &include.path) else {
                return None;
            };
            let brought = self.world_items(&Owner::world(at), depth + 1)?;
            items.extend(renamed(brought, include));
        }
        Some(items)
    }

    fn renames(&self, owner: &Owner<'t>, include: &Include, world: &Owner<'t>, items: &[Item]) {
        let file = self.owner_file(owner);
        for (old, new) in &include.names {
            if items.iter().any(|item| item.name == old.text) {
                continue;
            }
            let names: Vec<&str> = items.iter().map(|item| item.name.as_str()).collect();
            let kind = WorldError::RenameNotFound {
                name: old.text.clone(),
                world: world.name.text.clone(),
            };
            let interface = self.interface_called(world, &old.text);
            let label = if interface {
                "this is an interface, which keeps its name".to_owned()
            } else if names.is_empty() {
                "it has nothing to rename".to_owned()
            } else {
                listed(&names)
            };
            let help = match nearest(&old.text, names.iter().copied()) {
                _ if interface => "delete it from the `with`".to_owned(),
                Some(near) => format!("write `{near} as {}`", new.text),
                None if names.len() == 1 => {
                    format!("write `{} as {}`, or delete it", names[0], new.text)
                }
                None => "delete it, or write a name that the world has".to_owned(),
            };
            let fault = Diagnostic::at(kind, file, old.span.clone(), label)
                .with_label(self.owner_file(world), world.name.span.clone(), "this world")
                .with_help(help);
            self.report(owner.package, fault);
        }
    }

    fn interface_called(&self, world: &Owner<'t>, name: &str) -> bool {
        world.body.externs.iter().any(|item| match &item.kind {
            ExternKind::Path(crate::syntax::tree::Path::Local(item)) => item.text == name,
            ExternKind::Path(crate::syntax::tree::Path::Foreign { item, .. }) => item.text == name,
            _ => false,
        })
    }

    fn conflicts(
        &self,
        owner: &Owner<'t>,
        include: &Include,
        world: &Owner<'t>,
        items: &[Item],
        brought: &[Item],
    ) {
        let file = self.owner_file(owner);
        let at = super::names::path_span(&include.path);
        for item in brought {
            let first =
                items.iter().find(|first| first.import == item.import && first.key == item.key);
            let Some(first) = first else { continue };
            let word = if item.import { "import" } else { "export" };
            let kind = WorldError::IncludeConflict {
                word: word.to_owned(),
                name: item.name.clone(),
                world: world.name.text.clone(),
            };
            let path = self.text(file, &at);
            let fault = Diagnostic::at(
                kind,
                file,
                at.clone(),
                format!("it brings a second `{}`", item.name),
            )
            .with_label(first.file, first.span.clone(), "first here")
            .with_label(item.file, item.span.clone(), "and here")
            .with_help(format!("rename it: `include {path} with {{ {0} as {0}-2 }}`", item.name));
            self.report(owner.package, fault);
        }
    }
}

/// The names that an include brings, after its `with`.
fn renamed(items: Vec<Item>, include: &Include) -> Vec<Item> {
    let rename = |mut item: Item| {
        if let Some((_, new)) = include.names.iter().find(|(old, _)| old.text == item.name) {
            item.name = new.text.clone();
            item.key = match item.key.strip_prefix("[set]") {
                Some(_) => format!("[set]{}", super::duplicates::canonical(&new.text)),
                None => super::duplicates::canonical(&new.text),
            };
        }
        item
    };
    items.into_iter().map(rename).collect()
}
