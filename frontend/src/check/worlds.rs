//! Checks the imports and exports of worlds.

use std::collections::BTreeMap;

use super::checker::{At, Checker, Owner, Target};
use super::duplicates::canonical;
use super::paths::{Site, Wanted};
use crate::diagnostic::{Diagnostic, Help, WorldError};
use crate::files::FileId;
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
            let mut seen: BTreeMap<Identity, First> = BTreeMap::new();
            if import {
                let used = owner.body.uses.iter().flat_map(|used| &used.names);
                let used = used.map(|name| ("type", name.local()));
                let types = owner.body.types.iter().map(|def| (def.shape.word(), &def.name));
                for (what, name) in types.chain(used) {
                    let identity = Identity::Name(canonical(&name.text));
                    let (text, span) = (name.text.clone(), name.span.clone());
                    seen.entry(identity).or_insert(First { text, span, what });
                }
            }
            let items = owner.body.externs.iter().filter(|item| item.import == import);
            for item in items {
                let (identity, text, span) = self.identity(owner, item);
                match seen.get(&identity) {
                    Some(first) => {
                        let diagnostic = self.duplicate_extern(owner, item, (&text, &span), first);
                        self.report(owner.package, diagnostic);
                    }
                    None => {
                        seen.insert(identity, First { text, span, what: item.word() });
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
        first: &First,
    ) -> Diagnostic {
        let file = self.owner_file(owner);
        let word = item.word();
        let is_type = first.what != word;
        let kind: crate::diagnostic::Kind = if is_type && second.0 == first.text {
            crate::diagnostic::NameError::Duplicate {
                what: "name".to_owned(),
                name: second.0.to_owned(),
            }
            .into()
        } else if second.0 == first.text || matches!(item.kind, ExternKind::Path(_)) {
            WorldError::Duplicate { word: word.to_owned(), name: second.0.to_owned() }.into()
        } else {
            crate::diagnostic::NameError::SameName {
                name: second.0.to_owned(),
                first: first.text.clone(),
            }
            .into()
        };
        let help = match &item.kind {
            ExternKind::Path(_) => Help::remove("remove one of the two lines"),
            ExternKind::Inline(name, _) | ExternKind::Named(name, _) => {
                self.duplicate_extern_help(file, word, first, name)
            }
            ExternKind::Function(function) => {
                self.duplicate_extern_help(file, word, first, &function.name)
            }
        };
        let label =
            if is_type { format!("{} defined here", first.what) } else { "first here".to_owned() };
        let again =
            if is_type { "defined again here".to_owned() } else { format!("{word}ed again here") };
        Diagnostic::at(kind, file, second.1.clone(), again)
            .with_label(file, first.span.clone(), label)
            .with_help(help)
    }
}

impl Checker<'_> {
    /// Returns the help for an import or export whose name the world has already.
    fn duplicate_extern_help(&self, file: FileId, word: &str, first: &First, name: &Name) -> Help {
        let member =
            |name: &Name| self.item_member(file, self.keyword_before(file, &name.span), name);
        let first = Name { text: first.text.clone(), span: first.span.clone() };
        self.duplicate_help(word, &member(&first), &member(name))
    }
}

/// The first item of a name in a world.
struct First {
    text: String,
    span: Span,
    /// The keyword: `import`, `export`, or that of a type.
    what: &'static str,
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
