//! Checks that names are unique: in a package, file, interface, world, type or parameter list.

use super::checker::{Checker, Owner};
use super::lookup::{local_name, path_span};
use super::worlds::function_key;
use crate::diagnostic::{Diagnostic, Edit, Help, NameError, TypeError};
use crate::files::FileId;
use crate::syntax::tree::{Accessor, Method, MethodKind, Name, Path, Scope, Shape};
use std::collections::BTreeMap;

/// Returns a name as the component model compares it: without `-` and in lower case.
pub(super) fn canonical(name: &str) -> String {
    name.chars().filter(|c| *c != '-').map(|c| c.to_ascii_lowercase()).collect()
}

/// A name in a scope.
struct Entry<'t> {
    /// The name as the component model compares it.
    key: String,
    what: &'static str,
    name: &'t Name,
    /// The resource of a method.
    resource: Option<&'t Name>,
    /// `true` for the name of a type that a `use` brings into scope.
    used: bool,
}

impl<'t> Checker<'t> {
    /// Checks that the interfaces and worlds of a package have unique names.
    pub(super) fn duplicate_items(&self, package: usize) {
        let interfaces = self
            .interfaces(package)
            .map(|at| (self.file(package, at.scope), "interface", &at.item.name));
        let worlds =
            self.worlds(package).map(|at| (self.file(package, at.scope), "world", &at.item.name));
        let mut items: Vec<(FileId, &str, &Name)> = interfaces.chain(worlds).collect();
        items.sort_by_key(|(file, _, name)| (*file, name.span.start));
        let mut seen: BTreeMap<&str, (FileId, &str, &Name)> = BTreeMap::new();
        for (file, word, name) in items {
            let Some((first_file, first_word, first)) = seen.get(name.text.as_str()) else {
                seen.insert(&name.text, (file, word, name));
                continue;
            };
            let kind = NameError::Duplicate { what: word.to_owned(), name: name.text.clone() };
            let label = if word == *first_word {
                "first defined here".to_owned()
            } else {
                format!("{first_word} defined here")
            };
            let diagnostic = Diagnostic::at(kind, file, name.span.clone(), "defined again here")
                .with_label(*first_file, first.span.clone(), label)
                .with_help(format!("rename or remove one of them, as in `{word} {}-2`", name.text));
            self.report(package, diagnostic);
        }
    }

    /// Checks that the names in the scope of a file are unique, including those from its `use` lines.
    pub(super) fn file_names(&self, package: usize, file: FileId, scope: &'t Scope) {
        let items = scope.interfaces.iter().map(|item| &item.name);
        let mut names: BTreeMap<&str, &Name> = BTreeMap::new();
        for name in items.chain(scope.worlds.iter().map(|item| &item.name)) {
            names.entry(&name.text).or_insert(name);
        }
        for used in &scope.uses {
            let Some(name) = local_name(used).filter(|_| used.picked.is_none()) else { continue };
            if self.is_own_path(package, &used.path) {
                continue;
            }
            if let Some(first) = names.get(name.text.as_str()) {
                let kind =
                    NameError::Duplicate { what: "name".to_owned(), name: name.text.clone() };
                let path = self.text(file, &path_span(&used.path));
                let help = match (&used.path, &used.alias) {
                    (Path::Local(_), None) => Help::remove(format!(
                        "remove the line: `{}` is in scope in the whole package",
                        name.text
                    )),
                    _ => Help::write(format!("use {path} as {}-2;", name.text)),
                };
                let diagnostic =
                    Diagnostic::at(kind, file, name.span.clone(), "defined again here")
                        .with_label(file, first.span.clone(), "first defined here")
                        .with_help(help);
                self.report(package, diagnostic);
            } else {
                names.insert(&name.text, name);
            }
        }
    }

    /// Checks the names of an interface, or the types of a world.
    pub(super) fn scope_names(&self, owner: &Owner<'t>) {
        let file = self.owner_file(owner);
        let mut seen: BTreeMap<String, Entry<'t>> = BTreeMap::new();
        for entry in entries(owner) {
            match seen.get(&entry.key) {
                Some(first) => {
                    let mut diagnostic = duplicate(file, &entry, first);
                    if first.used && entry.used {
                        let sentence = format!("remove `{}`", entry.name.text);
                        let help = self.removal_from_use(file, entry.name, sentence);
                        diagnostic = diagnostic.with_help(help);
                    }
                    self.report(owner.package, diagnostic);
                }
                None => {
                    seen.insert(entry.key.clone(), entry);
                }
            }
        }
    }

    /// Returns the help to remove a name from a `use`, or the whole `use` if it has no other name.
    pub(super) fn removal_from_use(&self, file: FileId, name: &Name, sentence: String) -> Help {
        let text = &self.input.files.get(file).text;
        let (before, after) = (text[..name.span.start].trim_end(), &text[name.span.end..]);
        let alone = before.ends_with('{') && after.trim_start().starts_with('}');
        let (start, end) = match alone {
            true => (before.rfind("use"), after.find(';')),
            false => (None, None),
        };
        match (start, end) {
            (Some(start), Some(end)) => {
                let span = start..name.span.end + end + 1;
                Help::edits(sentence, vec![Edit::new(file, span, "")])
            }
            _ if before.ends_with(',') => {
                Help::edits(sentence, vec![Edit::new(file, before.len() - 1..name.span.end, "")])
            }
            _ => Help::remove(sentence),
        }
    }

    /// Checks that fields, cases, flags or parameters are unique.
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
            let diagnostic = Diagnostic::at(kind, file, name.span.clone(), "defined again here")
                .with_label(file, first.span.clone(), "first defined here")
                .with_help(rename(name, first, what));
            self.report(package, diagnostic);
        }
    }
}

fn rename(name: &Name, first: &Name, what: &str) -> String {
    if first.text == name.text {
        format!("rename or remove this {what}")
    } else {
        format!(
            "rename one of them: both are `{}` in Rust",
            crate::spelling::kebab(&first.text).replace('-', "_")
        )
    }
}

fn entries<'t>(owner: &Owner<'t>) -> Vec<Entry<'t>> {
    let body = owner.body;
    let mut entries: Vec<Entry<'t>> = Vec::new();
    let plain = |what, name: &'t Name| Entry {
        key: canonical(&name.text),
        what,
        name,
        resource: None,
        used: false,
    };
    // A `use` of the interface itself is reported as a cycle.
    let itself = |path: &Path| matches!(path, Path::Local(name) if name.text == owner.name.text);
    for used in body.uses.iter().filter(|used| !itself(&used.path)) {
        entries.extend(
            used.names.iter().map(|name| Entry { used: true, ..plain("type", name.local()) }),
        );
    }
    entries.extend(body.types.iter().map(|def| plain(def.shape.word(), &def.name)));
    entries.sort_by_key(|entry| entry.name.span.start);
    let types = entries.len();
    for function in &body.functions {
        let key = function_key(function);
        entries.push(Entry {
            key,
            what: "function",
            name: &function.name,
            resource: None,
            used: false,
        });
    }
    for def in &body.types {
        if let Shape::Resource(methods) = &def.shape {
            entries.extend(methods.iter().map(|method| method_entry(&def.name, method)));
        }
    }
    entries[types..].sort_by_key(|entry| entry.name.span.start);
    entries
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
    Entry {
        key,
        what: "function",
        name: &method.function.name,
        resource: Some(resource),
        used: false,
    }
}

fn duplicate(file: FileId, entry: &Entry<'_>, first: &Entry<'_>) -> Diagnostic {
    let constructor = entry.key.starts_with("[constructor]");
    let name = entry.name;
    let kind: crate::diagnostic::Kind = match entry.resource {
        Some(resource) if constructor => {
            TypeError::DuplicateConstructor { name: resource.text.clone() }.into()
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
        "first defined here".to_owned()
    } else {
        format!("{} defined here", first.what)
    };
    let help = match entry.resource {
        Some(resource) if constructor => {
            format!("write a static function, `from-value: static func(…) -> {};`", resource.text)
        }
        Some(resource) if resource.text == name.text => {
            format!(
                "rename the function: it cannot have the name of its resource `{}`",
                resource.text
            )
        }
        _ => rename(name, first.name, entry.what),
    };
    Diagnostic::at(kind, file, name.span.clone(), "defined again here")
        .with_label(file, first.name.span.clone(), label)
        .with_help(help)
}

/// Returns `true` if WIT regards two names as the same.
pub(super) fn same(a: &str, b: &str) -> bool {
    canonical(a) == canonical(b)
}
