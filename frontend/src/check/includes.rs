//! Checks `include`: the world exists, has the renamed items, and adds no duplicate names.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use super::checker::{Checker, Owner, Target};
use super::paths::{Site, Wanted, existing};
use super::worlds::function_key;
use crate::diagnostic::{Diagnostic, Edit, Help, WorldError};
use crate::files::FileId;
use crate::syntax::Span;
use crate::syntax::tree::{Body, ExternKind, Include, Name};

/// The longest chain of includes whose names are checked.
const MAX_DEPTH: usize = 100;

/// The largest number of included worlds and of their items that the rules visit, each counted for each world that includes it:
/// worlds that exceed it are rejected elsewhere.
const MAX_WORK: usize = 200_000;

/// A named import or export of a world.
#[derive(Clone, Debug)]
pub(super) struct Item {
    import: bool,
    /// The name as the component model compares it.
    key: String,
    name: String,
    file: FileId,
    span: Span,
}

impl<'t> Checker<'t> {
    /// Checks the includes of a world.
    pub(super) fn includes(&self, owner: &Owner<'t>) {
        if owner.body.includes.is_empty() {
            return;
        }
        let mut items: BTreeMap<(bool, String), Item> = BTreeMap::new();
        for item in self.own_items(owner) {
            items.entry((item.import, item.key.clone())).or_insert(item);
        }
        for include in &owner.body.includes {
            let site = Site {
                package: owner.package,
                scope: owner.scope,
                wanted: Wanted::World,
                word: "include",
            };
            let Target::World(at) = self.resolve(site, &include.path) else { continue };
            self.gated_path(owner, &include.attributes, &include.path);
            let world = Owner::world(at);
            let Some(included) = self.world_items(&world, 0) else { continue };
            self.renames(owner, include, &world, &included);
            for item in renamed(&included, include) {
                match items.entry((item.import, item.key.clone())) {
                    Entry::Occupied(first) => {
                        self.conflict(owner, include, &world, first.get(), &item);
                    }
                    Entry::Vacant(entry) => {
                        entry.insert(item);
                    }
                }
            }
        }
    }

    /// Counts the work on included worlds or items. `false` if it is too much, so that the rules about them are left out.
    pub(super) fn may_visit_included(&self, count: usize) -> bool {
        let work = self.include_work.get() + count;
        self.include_work.set(work);
        work <= MAX_WORK
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

    /// Returns the names of a world, including those of included worlds, each once. `None` if one of these is unknown, or
    /// includes itself, or if there are too many of them.
    fn world_items(&self, owner: &Owner<'t>, depth: usize) -> Option<Rc<[Item]>> {
        if depth > MAX_DEPTH {
            return None;
        }
        let id: *const Body = owner.body;
        if let Some(known) = self.world_items.borrow().get(&id) {
            return known.clone();
        }
        // The result while the worlds that it includes are read, in case they include this one.
        self.world_items.borrow_mut().insert(id, None);
        let items = self.read_world_items(owner, depth);
        self.world_items.borrow_mut().insert(id, items.clone());
        items
    }

    fn read_world_items(&self, owner: &Owner<'t>, depth: usize) -> Option<Rc<[Item]>> {
        if owner.body.broken {
            return None;
        }
        let mut items = self.own_items(owner);
        for include in &owner.body.includes {
            let Target::World(at) = self.target(owner.package, owner.scope, &include.path) else {
                return None;
            };
            items.extend(renamed(&self.world_items(&Owner::world(at), depth + 1)?, include));
        }
        let mut seen = BTreeSet::new();
        items.retain(|item| seen.insert((item.import, item.key.clone())));
        self.may_visit_included(items.len()).then(|| items.into())
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
                "interfaces cannot be renamed".to_owned()
            } else if names.is_empty() {
                "the world has no names to rename".to_owned()
            } else {
                existing(&names)
            };
            let remove = self.remove_rename(file, include, old, new);
            let near = self.nearest(&old.text, names.iter().copied());
            let only = (names.len() == 1).then(|| names[0]);
            let help = match near.or(only).filter(|_| !interface) {
                Some(name) => {
                    let sentence = format!("write `{name} as {}`", new.text);
                    let help = Help::edits(sentence, vec![Edit::new(file, old.span.clone(), name)]);
                    if near.is_some() { help } else { help.guess() }
                }
                None => Help::sentence(""),
            };
            let sentence = format!("remove `{} as {}`", old.text, new.text);
            let help = if near.is_none() { help.or_edits(&sentence, vec![remove]) } else { help };
            let help = help.otherwise(sentence);
            let diagnostic = Diagnostic::at(kind, file, old.span.clone(), label)
                .with_label(self.owner_file(world), world.name.span.clone(), "included world")
                .with_help(help);
            self.report(owner.package, diagnostic);
        }
    }

    /// Returns the edit that removes a rename, or the whole `with` if it has no other one.
    fn remove_rename(&self, file: FileId, include: &Include, old: &Name, new: &Name) -> Edit {
        if include.names.len() > 1 {
            return self.remove_member(file, old.span.start..new.span.end);
        }
        let start = super::lookup::path_span(&include.path).end;
        let end = self.source(file)[new.span.end..].find('}').map_or(0, |close| close + 1);
        Edit::new(file, start..new.span.end + end, ";")
    }

    fn interface_called(&self, world: &Owner<'t>, name: &str) -> bool {
        world.body.externs.iter().any(|item| match &item.kind {
            ExternKind::Path(crate::syntax::tree::Path::Local(item)) => item.text == name,
            ExternKind::Path(crate::syntax::tree::Path::Foreign { item, .. }) => item.text == name,
            _ => false,
        })
    }

    /// Reports a name that a world has already when it includes another world.
    fn conflict(
        &self,
        owner: &Owner<'t>,
        include: &Include,
        world: &Owner<'t>,
        first: &Item,
        item: &Item,
    ) {
        let file = self.owner_file(owner);
        let at = super::lookup::path_span(&include.path);
        let rename = include.names.iter().find(|(_, new)| new.text == item.name);
        let word = if item.import { "import" } else { "export" };
        let kind = WorldError::IncludeConflict {
            word: word.to_owned(),
            name: item.name.clone(),
            world: world.name.text.clone(),
        };
        let path = self.text(file, &at);
        let help = match rename {
            Some((old, new)) => {
                let name = format!("{}-2", new.text);
                let sentence = format!("rename it to another name, as in `{} as {name}`", old.text);
                Help::edits(sentence, vec![Edit::new(file, new.span.clone(), name)])
            }
            None => {
                let rename = format!("{0} as {0}-2", item.name);
                let sentence = format!("rename it with `include {path} with {{ {rename} }}`");
                let edit = match include.names.first() {
                    Some((old, _)) => {
                        Edit::new(file, old.span.start..old.span.start, format!("{rename}, "))
                    }
                    None => {
                        // `with { … }` has no `;`.
                        let rest = &self.source(file)[at.end..];
                        let space = rest.len() - rest.trim_start().len();
                        let end = if rest.trim_start().starts_with(';') { space + 1 } else { 0 };
                        let names = format!(" with {{ {rename} }}");
                        Edit::new(file, at.end..at.end + end, names)
                    }
                };
                Help::edits(sentence, vec![edit])
            }
        };
        let (at, label, again) = match rename {
            Some((old, new)) => {
                let label = format!("a second `{}`", item.name);
                (old.span.start..new.span.end, label, "renamed by the `include`")
            }
            None => (at, format!("includes a second `{}`", item.name), "defined again here"),
        };
        let diagnostic = Diagnostic::at(kind, file, at, label)
            .with_label(first.file, first.span.clone(), "first defined here")
            .with_label(item.file, item.span.clone(), again)
            .with_help(help);
        self.report(owner.package, diagnostic);
    }
}

/// Returns the names that an `include` adds, after its `with`.
fn renamed(items: &[Item], include: &Include) -> Vec<Item> {
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
    items.iter().cloned().map(rename).collect()
}
