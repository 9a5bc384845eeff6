//! Names that stand twice in one place: both places.

use super::model::{Checker, Owner};
use crate::diagnostic::{Diagnostic, NameError, TypeError};
use crate::files::FileId;
use crate::syntax::tree::{Accessor, Function, Method, MethodKind, Name, Path, Shape};
use std::collections::BTreeMap;

/// A name as the component model compares it: without `-`, and without regard to case.
pub(super) fn canonical(name: &str) -> String {
    name.chars().filter(|c| *c != '-').map(|c| c.to_ascii_lowercase()).collect()
}

/// A name in a scope.
struct Entry<'t> {
    /// As the component model compares it.
    key: String,
    what: &'static str,
    name: &'t Name,
    /// The resource, for a function in one.
    resource: Option<&'t Name>,
}

impl<'t> Checker<'t> {
    /// Checks the names of an interface, or the types of a world.
    pub(super) fn scope_names(&self, owner: &Owner<'t>) {
        let file = self.owner_file(owner);
        let mut seen: BTreeMap<String, Entry<'t>> = BTreeMap::new();
        for entry in entries(owner) {
            match seen.get(&entry.key) {
                Some(first) => {
                    let fault = clash(file, &entry, first);
                    self.report(owner.package, fault);
                }
                None => {
                    seen.insert(entry.key.clone(), entry);
                }
            }
        }
    }

    /// Checks fields, cases, flags or parameters.
    pub(super) fn unique(
        &self,
        package: usize,
        file: FileId,
        what: &str,
        of: &str,
        names: Vec<&'t Name>,
    ) {
        let mut seen: BTreeMap<String, &Name> = BTreeMap::new();
        for name in names {
            let key = canonical(&name.text);
            let Some(first) = seen.get(&key) else {
                seen.insert(key, name);
                continue;
            };
            let kind = if first.text == name.text {
                NameError::DuplicateIn {
                    what: what.to_owned(),
                    name: name.text.clone(),
                    of: of.to_owned(),
                }
            } else {
                NameError::SameName { name: name.text.clone(), first: first.text.clone() }
            };
            let fault = Diagnostic::at(kind, file, name.span.clone(), "again here")
                .with_label(file, first.span.clone(), "first here")
                .with_help(rename(name, first, what));
            self.report(package, fault);
        }
    }
}

fn rename(name: &Name, first: &Name, what: &str) -> String {
    if first.text == name.text {
        format!("delete this {what}, or give it another name")
    } else {
        format!(
            "rename one of them (both are `{}` in Rust, too)",
            crate::spelling::kebab(&first.text).replace('-', "_")
        )
    }
}

fn entries<'t>(owner: &Owner<'t>) -> Vec<Entry<'t>> {
    let body = owner.body;
    let mut entries: Vec<Entry<'t>> = Vec::new();
    let plain =
        |what, name: &'t Name| Entry { key: canonical(&name.text), what, name, resource: None };
    // A `use` of the interface itself was told as a ring.
    let itself = |path: &Path| matches!(path, Path::Local(name) if name.text == owner.name.text);
    for used in body.uses.iter().filter(|used| !itself(&used.path)) {
        entries.extend(used.names.iter().map(|name| plain("type", name.local())));
    }
    entries.extend(body.types.iter().map(|def| plain(def.shape.word(), &def.name)));
    entries.sort_by_key(|entry| entry.name.span.start);
    let types = entries.len();
    for function in &body.functions {
        let key = function_key(function);
        entries.push(Entry { key, what: "function", name: &function.name, resource: None });
    }
    for def in &body.types {
        if let Shape::Resource(methods) = &def.shape {
            entries.extend(methods.iter().map(|method| method_entry(&def.name, method)));
        }
    }
    entries[types..].sort_by_key(|entry| entry.name.span.start);
    entries
}

fn function_key(function: &Function) -> String {
    let key = canonical(&function.name.text);
    match function.accessor {
        Some(Accessor::Set) => format!("[set]{key}"),
        Some(Accessor::Get) | None => key,
    }
}

fn method_entry<'t>(resource: &'t Name, method: &'t Method) -> Entry<'t> {
    let owner = canonical(&resource.text);
    let name = canonical(&method.function.name.text);
    let key = match (method.kind, method.function.accessor) {
        (MethodKind::Constructor, _) => format!("[constructor]{owner}"),
        (_, Some(Accessor::Set)) if owner != name => format!("[set]{owner}.{name}"),
        _ if owner == name => owner,
        _ => format!("{owner}.{name}"),
    };
    Entry { key, what: "function", name: &method.function.name, resource: Some(resource) }
}

fn clash(file: FileId, entry: &Entry<'_>, first: &Entry<'_>) -> Diagnostic {
    let constructor = entry.key.starts_with("[constructor]");
    let name = entry.name;
    let kind: crate::diagnostic::Kind = match entry.resource {
        Some(resource) if constructor => {
            TypeError::TwoConstructors { name: resource.text.clone() }.into()
        }
        _ if name.text == first.name.text => {
            let (what, name) = (entry.what.to_owned(), name.text.clone());
            match entry.resource {
                Some(resource) => {
                    let of = format!("resource `{}`", resource.text);
                    NameError::DuplicateIn { what, name, of }.into()
                }
                None => NameError::Duplicate { what, name }.into(),
            }
        }
        _ => NameError::SameName { name: name.text.clone(), first: first.name.text.clone() }.into(),
    };
    let label = if entry.what == first.what || constructor {
        "first here".to_owned()
    } else {
        format!("this {} has the name", first.what)
    };
    let help = match entry.resource {
        Some(resource) if constructor => {
            format!("make it a static function: `from-value: static func(…) -> {};`", resource.text)
        }
        Some(resource) if resource.text == name.text => {
            format!(
                "rename it: a function cannot have the name of its resource `{}`",
                resource.text
            )
        }
        _ => rename(name, first.name, entry.what),
    };
    Diagnostic::at(kind, file, name.span.clone(), "again here")
        .with_label(file, first.name.span.clone(), label)
        .with_help(help)
}
