//! Checks the imports and exports of worlds.

use std::collections::BTreeMap;

use super::checker::{At, Checker, Owner, Target};
use super::duplicates::canonical;
use super::paths::{Site, Wanted};
use crate::diagnostic::{Diagnostic, Help, WorldError};
use crate::syntax::Span;
use crate::syntax::tree::{Accessor, Extern, ExternKind, Function, Interface, Name, Path, World};

/// The identity of an import or export, for finding duplicates.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Identity {
    Interface(*const Interface),
    /// An interface in binary form, or an unknown one.
    Path(String),
    Name(String),
}

impl<'t> Checker<'t> {
    /// Checks the imports, exports and includes of a world.
    pub(super) fn world(&self, at: At<'t, World>) {
        let owner = Owner::world(at);
        for item in &at.item.body.externs {
            if self.disabled_feature(&item.attributes).is_some() {
                continue;
            }
            if let ExternKind::Path(path) | ExternKind::Named(_, path) = &item.kind {
                let site = Site {
                    package: at.package,
                    scope: at.scope,
                    wanted: Wanted::Interface,
                    word: item.word(),
                };
                self.resolve(site, path);
                self.gated_path(&owner, &item.attributes, path);
            }
        }
        self.duplicate_externs(&owner);
        self.includes(&owner);
        self.transitive(&owner);
    }

    /// Reports duplicate imports and duplicate exports.
    fn duplicate_externs(&self, owner: &Owner<'t>) {
        for import in [true, false] {
            let mut seen: BTreeMap<Identity, (String, Span)> = BTreeMap::new();
            if import {
                for name in owner.type_names() {
                    let identity = Identity::Name(canonical(&name.text));
                    seen.entry(identity).or_insert((name.text.clone(), name.span.clone()));
                }
            }
            let items = owner.body.externs.iter().filter(|item| item.import == import);
            for item in items {
                let (identity, text, span) = self.identity(owner, item);
                match seen.get(&identity) {
                    Some((first, location)) => {
                        let diagnostic =
                            self.duplicate_extern(owner, item, (&text, &span), (first, location));
                        self.report(owner.package, diagnostic);
                    }
                    None => {
                        seen.insert(identity, (text, span));
                    }
                }
            }
        }
    }

    fn identity(&self, owner: &Owner<'t>, item: &'t Extern) -> (Identity, String, Span) {
        let named = |name: &Name| {
            (Identity::Name(canonical(&name.text)), name.text.clone(), name.span.clone())
        };
        match &item.kind {
            ExternKind::Inline(name, _) | ExternKind::Named(name, _) => named(name),
            ExternKind::Function(function) => (
                Identity::Name(function_key(function)),
                function.name.text.clone(),
                function.name.span.clone(),
            ),
            ExternKind::Path(path) => {
                let span = super::lookup::path_span(path);
                let text = self.text(self.owner_file(owner), &span).to_owned();
                let what = match self.target(owner.package, owner.scope, path) {
                    Target::Interface(at) => Identity::Interface(at.item),
                    Target::World(_)
                    | Target::Decoded(..)
                    | Target::DecodedWorld
                    | Target::Unknown => Identity::Path(text.clone()),
                };
                (what, text, span)
            }
        }
    }

    fn duplicate_extern(
        &self,
        owner: &Owner<'t>,
        item: &Extern,
        second: (&str, &Span),
        first: (&str, &Span),
    ) -> Diagnostic {
        let file = self.owner_file(owner);
        let word = item.word();
        let kind: crate::diagnostic::Kind =
            if second.0 == first.0 || matches!(item.kind, ExternKind::Path(_)) {
                WorldError::Duplicate { word: word.to_owned(), name: second.0.to_owned() }.into()
            } else {
                crate::diagnostic::NameError::SameName {
                    name: second.0.to_owned(),
                    first: first.0.to_owned(),
                }
                .into()
            };
        let help = match &item.kind {
            ExternKind::Path(_) => Help::remove("remove one of the two lines"),
            ExternKind::Inline(..) | ExternKind::Function(_) | ExternKind::Named(..) => {
                Help::remove(format!(
                    "remove this {word}, or rename it, as in `{word} {}-2: …`",
                    second.0
                ))
            }
        };
        Diagnostic::at(kind, file, second.1.clone(), format!("{word}ed again here"))
            .with_label(file, first.1.clone(), "first here")
            .with_help(help)
    }
}

/// Returns the name of a function in a world as the component model compares it.
pub(super) fn function_key(function: &Function) -> String {
    let key = canonical(&function.name.text);
    match function.accessor {
        Some(Accessor::Set) => format!("[set]{key}"),
        Some(Accessor::Get) | None => key,
    }
}

/// Returns the path of an import or export, with its name if it has one.
pub(super) fn extern_path(kind: &ExternKind) -> Option<(&Path, Option<&Name>)> {
    match kind {
        ExternKind::Path(path) => Some((path, None)),
        ExternKind::Named(name, path) => Some((path, Some(name))),
        ExternKind::Inline(..) | ExternKind::Function(_) => None,
    }
}
