//! Checks that names are unique: in a package, file, interface, world, type or parameter list.

use super::checker::{Checker, Owner};
use super::edits::Member;
use super::lookup::{local_name, path_span};
use super::worlds::function_key;
use crate::diagnostic::{Diagnostic, Edit, Help, NameError, TypeError};
use crate::files::FileId;
use crate::syntax::tree::{Accessor, Method, MethodKind, Name, Path, Scope, Shape, UseName};
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
    /// The type that a `use` picks, and the number of types that it picks.
    picked: Option<(&'t UseName, usize)>,
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
                .with_help({
                    let member = |file, name: &Name| {
                        self.item_member(file, self.keyword_before(file, &name.span), name)
                    };
                    self.duplicate_help(word, &member(*first_file, first), &member(file, name))
                });
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
                    let diagnostic = self.duplicate(file, &entry, first);
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
        names: impl Iterator<Item = (&'t Name, usize)>,
    ) {
        let mut seen: BTreeMap<String, (&Name, usize)> = BTreeMap::new();
        let member = |name: &Name, end: usize| Member {
            file,
            name: name.text.clone(),
            range: name.span.start..end,
            rename: name.span.clone(),
            prefix: "",
            in_list: true,
        };
        for (name, end) in names {
            let key = canonical(&name.text);
            let Some((first, first_end)) = seen.get(&key) else {
                seen.insert(key, (name, end));
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
                .with_help(self.duplicate_help(
                    what,
                    &member(first, *first_end),
                    &member(name, end),
                ));
            self.report(package, diagnostic);
        }
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
        picked: None,
    };
    // A `use` of the interface itself is reported as a cycle.
    let itself = |path: &Path| matches!(path, Path::Local(name) if name.text == owner.name.text);
    for used in body.uses.iter().filter(|used| !itself(&used.path)) {
        entries.extend(used.names.iter().map(|name| Entry {
            picked: Some((name, used.names.len())),
            ..plain("type", name.local())
        }));
    }
    entries.extend(body.types.iter().map(|def| plain(def.shape.word(), &def.name)));
    entries.sort_by_key(|entry| entry.name.span.start);
    let types = entries.len();
    for function in &body.functions {
        let key = function_key(function);
        entries.push(Entry { key, ..plain("function", &function.name) });
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
        picked: None,
    }
}

impl Checker<'_> {
    /// Returns the error for a second item of a name.
    fn duplicate(&self, file: FileId, entry: &Entry<'_>, first: &Entry<'_>) -> Diagnostic {
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
            _ => NameError::SameName { name: name.text.clone(), first: first.name.text.clone() }
                .into(),
        };
        let label = if entry.what == first.what || constructor {
            "first defined here".to_owned()
        } else {
            format!("{} defined here", first.what)
        };
        let help = match entry.resource {
            Some(resource) if constructor => self.as_static_function(file, name, resource),
            Some(resource) if resource.text == name.text => {
                let new = format!("{}-2", name.text);
                let sentence = format!(
                    "rename the function, as in `{new}`: it cannot have the name of its resource `{}`",
                    resource.text
                );
                Help::edits(sentence, vec![Edit::new(file, name.span.clone(), new)])
            }
            _ => self.duplicate_help(
                entry.what,
                &self.member(file, first),
                &self.member(file, entry),
            ),
        };
        Diagnostic::at(kind, file, name.span.clone(), "defined again here")
            .with_label(file, first.name.span.clone(), label)
            .with_help(help)
    }

    /// Returns the item of a name, or the part of a `use` that picks it.
    fn member(&self, file: FileId, entry: &Entry<'_>) -> Member {
        let (name, is_type) = (entry.name, !matches!(entry.what, "function"));
        let start = match is_type {
            true => self.keyword_before(file, &name.span),
            false => name.span.start,
        };
        let Some((picked, count)) = entry.picked else {
            return self.item_member(file, start, name);
        };
        let range = picked.name.span.start..picked.local().span.end;
        let member =
            Member { range: range.clone(), in_list: true, ..self.item_member(file, start, name) };
        match &picked.alias {
            Some(_) if count > 1 => member,
            None if count > 1 => Member { rename: range.end..range.end, prefix: " as ", ..member },
            alias => {
                // The whole line is removed with its only type.
                let use_start =
                    self.source(file)[..range.start].rfind("use ").unwrap_or(range.start);
                let line = self.item_member(file, use_start, name);
                match alias {
                    Some(_) => line,
                    None => Member { rename: range.end..range.end, prefix: " as ", ..line },
                }
            }
        }
    }

    /// Returns the help that makes a static function of a second constructor.
    fn as_static_function(&self, file: FileId, name: &Name, resource: &Name) -> Help {
        let start = name.span.start;
        let rest = &self.source(file)[start..];
        let statement = rest.split(';').next().unwrap_or_default();
        let mut edits =
            vec![Edit::new(file, start..start + "constructor".len(), "from-value: static func")];
        if !statement.contains("->") {
            let end = start + statement.len();
            edits.push(Edit::new(file, end..end, format!(" -> {}", resource.text)));
        }
        let sentence =
            format!("write a static function, `from-value: static func(…) -> {};`", resource.text);
        Help::edits(sentence, edits)
    }
}

/// Returns `true` if WIT regards two names as the same.
pub(super) fn same(a: &str, b: &str) -> bool {
    canonical(a) == canonical(b)
}
