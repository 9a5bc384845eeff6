//! Reports exports that need an interface to be both imported and exported, which is impossible.

use std::collections::{BTreeSet, VecDeque};

use super::checker::{Checker, Owner, Target};
use super::worlds::extern_path;
use crate::diagnostic::{Diagnostic, Help, Label, WorldError};
use crate::files::FileId;
use crate::syntax::Span;
use crate::syntax::tree::{Body, ExternKind};

/// An exported interface.
struct Export<'t> {
    owner: Owner<'t>,
    name: String,
    file: FileId,
    span: Span,
    /// `true` if other exports can use its types: it is exported under its own name.
    shared: bool,
    /// `true` if an included world exports it.
    included: bool,
}

impl<'t> Checker<'t> {
    /// Reports the interfaces that a world must export because its exports use them.
    pub(super) fn transitive(&self, world: &Owner<'t>) {
        let exports = self.exports(world);
        let shared: Vec<&Body> =
            exports.iter().filter(|export| export.shared).map(|export| export.owner.body).collect();
        let mut errors: Vec<(*const Body, Diagnostic)> = Vec::new();
        for export in &exports {
            for (need, location) in self.used_interfaces(&export.owner) {
                if is_in(&shared, need.body) {
                    continue;
                }
                let reached = self.reaches(&need, &shared, &mut BTreeSet::new());
                let Some((exported, uses)) = reached else { continue };
                let key = std::ptr::from_ref(need.body);
                let all_included = exports
                    .iter()
                    .any(|other| std::ptr::eq(other.owner.body, exported.body) && other.included);
                if export.included && all_included {
                    continue;
                }
                if let Some((_, diagnostic)) = errors.iter_mut().find(|(other, _)| *other == key) {
                    let text = format!("`{}` uses `{}`, too", export.name, need.name.text);
                    diagnostic.labels.push(Label::new(export.file, export.span.clone(), text));
                    continue;
                }
                errors.push((
                    key,
                    self.incompatible(world, export, &need, location, &exported, uses),
                ));
            }
        }
        for (_, diagnostic) in errors {
            self.report(world.package, diagnostic);
        }
    }

    /// Returns the exports of a world and of the worlds that it includes, once each: worlds may include each other.
    fn exports(&self, world: &Owner<'t>) -> Vec<Export<'t>> {
        let mut exports = Vec::new();
        let mut seen = BTreeSet::from([std::ptr::from_ref(world.body)]);
        let mut worlds = VecDeque::from([*world]);
        while let Some(owner) = worlds.pop_front() {
            let included = !std::ptr::eq(owner.body, world.body);
            exports.extend(self.own_exports(&owner, included));
            for include in &owner.body.includes {
                if let Target::World(at) = self.target(owner.package, owner.scope, &include.path)
                    && seen.insert(&raw const at.item.body)
                    && self.may_visit_included(1)
                {
                    worlds.push_back(Owner::world(at));
                }
            }
        }
        exports
    }

    fn own_exports(&self, world: &Owner<'t>, included: bool) -> Vec<Export<'t>> {
        let file = self.owner_file(world);
        let mut exports = Vec::new();
        for item in world.body.externs.iter().filter(|item| !item.import) {
            if self.disabled_feature(&item.attributes).is_some() {
                continue;
            }
            if let ExternKind::Inline(name, body) = &item.kind {
                let owner = Owner { body, word: "interface", name, attributes: &[], ..*world };
                let (name, span) = (name.text.clone(), name.span.clone());
                exports.push(Export { owner, name, file, span, shared: false, included });
            }
            let Some((path, label)) = extern_path(&item.kind) else { continue };
            let Target::Interface(at) = self.target(world.package, world.scope, path) else {
                continue;
            };
            let span =
                label.map_or_else(|| super::lookup::path_span(path), |name| name.span.clone());
            let name = label.unwrap_or(&at.item.name).text.clone();
            let owner = Owner::interface(at);
            exports.push(Export { owner, name, file, span, shared: label.is_none(), included });
        }
        exports
    }

    /// Returns the interfaces that a world exports.
    pub(super) fn exported(&self, world: &Owner<'t>) -> Vec<&'t Body> {
        self.exports(world).into_iter().map(|export| export.owner.body).collect()
    }

    /// Returns an exported interface that an interface uses directly or indirectly, with the span of the `use`.
    fn reaches(
        &self,
        from: &Owner<'t>,
        shared: &[&Body],
        seen: &mut BTreeSet<*const Body>,
    ) -> Option<(Owner<'t>, (FileId, Span))> {
        // Cycles of interfaces are reported elsewhere.
        let body = std::ptr::from_ref(from.body);
        if !seen.insert(body) {
            return None;
        }
        let needs = self.used_interfaces(from);
        let direct = needs.iter().find(|(need, _)| is_in(shared, need.body));
        if let Some((need, location)) = direct {
            return Some((*need, (self.owner_file(from), location.clone())));
        }
        needs.iter().find_map(|(need, _)| self.reaches(need, shared, seen))
    }

    fn incompatible(
        &self,
        world: &Owner<'t>,
        export: &Export<'t>,
        need: &Owner<'t>,
        location: Span,
        exported: &Owner<'t>,
        uses: (FileId, Span),
    ) -> Diagnostic {
        let (through, end) = (need.name.text.clone(), exported.name.text.clone());
        let kind = WorldError::TransitiveImport {
            world: world.name.text.clone(),
            through: through.clone(),
            exported: end.clone(),
        };
        let at = super::checker::At { package: need.package, scope: need.scope, item: need.body };
        let path = self.path_to(world.package, at, &through);
        let label = format!("`{}` needs the imported `{through}`", export.name);
        Diagnostic::at(kind, export.file, export.span.clone(), label)
            .with_label(
                self.owner_file(&export.owner),
                location,
                format!("`{}` uses `{through}`", export.name),
            )
            .with_label(uses.0, uses.1, format!("`{through}` uses `{end}`"))
            .with_help(Help::edits(
                format!("add `export {path};` to world `{}`", world.name.text),
                self.add_item(world, &format!("export {path};")),
            ))
    }
}

fn is_in(bodies: &[&Body], body: &Body) -> bool {
    bodies.iter().any(|other| std::ptr::eq(*other, body))
}
