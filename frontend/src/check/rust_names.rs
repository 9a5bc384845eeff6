//! Reports names that are valid in WIT and conflict in the generated Rust code.

use super::checker::{Checker, Owner};
use crate::diagnostic::{Diagnostic, Edit, Help, RustError};
use crate::files::FileId;
use crate::syntax::tree::{Body, ExternKind, Name, Shape};

impl<'t> Checker<'t> {
    /// Reports the conflicting names of every package, interface and world.
    pub(super) fn rust_names(&self) {
        self.rust_packages();
        let exported = self.exported_bodies();
        for package in 0..self.packages.len() {
            self.rust_items(package);
            for at in self.interfaces(package) {
                self.rust_scope(&Owner::interface(at), &exported);
            }
            for at in self.worlds(package) {
                let owner = Owner::world(at);
                self.rust_scope(&owner, &exported);
                for item in &at.item.body.externs {
                    if let ExternKind::Inline(name, body) = &item.kind {
                        let word = "interface";
                        self.rust_scope(&Owner { body, word, name, ..owner }, &exported);
                    }
                }
            }
        }
    }

    /// Returns the interfaces that some world exports: traits are generated only for these.
    fn exported_bodies(&self) -> Vec<&'t Body> {
        let worlds = (0..self.packages.len()).flat_map(|package| self.worlds(package));
        worlds.flat_map(|at| self.exported(&Owner::world(at))).collect()
    }

    fn rust_packages(&self) {
        for (index, package) in self.packages.iter().enumerate() {
            let (Some(key), Some((file, span))) = (&package.key, &package.named) else { continue };
            let clash = self.packages[..index].iter().find(|earlier| {
                earlier.key.as_ref().is_some_and(|other| {
                    other.unversioned() != key.unversioned()
                        && snake(&other.unversioned()) == snake(&key.unversioned())
                })
            });
            let named =
                clash.and_then(|earlier| Some((earlier.key.as_ref()?, earlier.named.as_ref()?)));
            let Some((other, location)) = named else { continue };
            let diagnostic = same_name(
                &key.unversioned(),
                &other.unversioned(),
                snake(&key.name),
                (*file, span.clone()),
            );
            let diagnostic =
                diagnostic.with_label(location.0, location.1.clone(), "first defined here");
            self.report(index, diagnostic);
        }
    }

    /// Reports the interfaces and worlds of one package.
    fn rust_items(&self, package: usize) {
        let interfaces = self.interfaces(package).map(|at| (at.scope, &at.item.name));
        let worlds = self.worlds(package).map(|at| (at.scope, &at.item.name));
        let names = interfaces.chain(worlds).collect::<Vec<_>>();
        for (index, (scope, name)) in names.iter().enumerate() {
            let first = names[..index].iter().find(|(_, first)| {
                first.text != name.text && snake(&first.text) == snake(&name.text)
            });
            let Some((first_scope, first)) = first else { continue };
            let at = (self.file(package, *scope), name.span.clone());
            let diagnostic = same_name(&name.text, &first.text, snake(&name.text), at).with_label(
                self.file(package, *first_scope),
                first.span.clone(),
                "first defined here",
            );
            self.report(package, diagnostic);
        }
    }

    fn rust_scope(&self, owner: &Owner<'t>, exported: &[&Body]) {
        if exported.iter().any(|body| std::ptr::eq(*body, owner.body)) {
            self.guest_traits(owner);
        }
    }

    /// Reports a type `guest-r` next to a resource `r`, whose trait is `GuestR`.
    fn guest_traits(&self, owner: &Owner<'t>) {
        let file = self.owner_file(owner);
        let resources =
            owner.body.types.iter().filter(|def| matches!(def.shape, Shape::Resource(_)));
        let resources = resources.map(|def| {
            let resource = format!("resource `{}`", def.name.text);
            (&def.name, resource, format!("Guest{}", camel(&def.name.text)))
        });
        for (location, resource, rust) in resources {
            let clash = owner.type_names().into_iter().find(|name| camel(&name.text) == rust);
            let Some(name) = clash else { continue };
            let def = owner.body.types.iter().find(|def| std::ptr::eq(&raw const def.name, name));
            let word = def.map_or("type", |def| def.shape.word());
            let kind = RustError::GuestTrait {
                name: format!("{word} `{}`", name.text),
                rust: rust.clone(),
                resource: resource.clone(),
            };
            let label = format!("`{rust}` in Rust");
            let diagnostic = Diagnostic::at(kind, file, name.span.clone(), label)
                .with_label(
                    file,
                    location.span.clone(),
                    format!("the trait of {resource} is also `{rust}`"),
                )
                .with_help(self.rename_type(owner, name, word, &format!("{}-info", location.text)));
            self.report(owner.package, diagnostic);
        }
    }
}

impl<'t> Checker<'t> {
    /// Returns the help that renames a type of a body. Other bodies that use it keep its name.
    fn rename_type(&self, owner: &Owner<'t>, name: &Name, word: &str, new: &str) -> Help {
        let sentence = format!("rename it, as in `{word} {new}`");
        let file = self.owner_file(owner);
        let picked = owner.body.uses.iter().flat_map(|used| &used.names);
        let picked = picked.filter(|picked| std::ptr::eq(picked.local(), name));
        let mut edits: Vec<Edit> = match picked.map(|picked| &picked.alias).next() {
            Some(None) => vec![Edit::new(file, name.span.end..name.span.end, format!(" as {new}"))],
            Some(Some(_)) | None => vec![Edit::new(file, name.span.clone(), new)],
        };
        edits.extend(self.replace_type(owner, &name.text, new));
        for other in (0..self.packages.len()).flat_map(|package| self.owners(package)) {
            let uses = other.body.uses.iter().filter(|used| {
                let from = self.used_interface(&other, used);
                from.is_some_and(|from| std::ptr::eq(from.body, owner.body))
            });
            let names = uses.flat_map(|used| &used.names);
            for picked in names.filter(|picked| picked.name.text == name.text) {
                let text = match picked.alias {
                    Some(_) => new.to_owned(),
                    None => format!("{new} as {}", name.text),
                };
                edits.push(Edit::new(self.owner_file(&other), picked.name.span.clone(), text));
            }
        }
        Help::edits(sentence, edits)
    }

    /// Returns the interfaces and worlds of a package.
    fn owners(&self, package: usize) -> impl Iterator<Item = Owner<'t>> + '_ {
        let interfaces = self.interfaces(package).map(Owner::interface);
        interfaces.chain(self.worlds(package).map(Owner::world))
    }
}

fn same_name(
    name: &str,
    first: &str,
    rust: String,
    at: (FileId, crate::syntax::Span),
) -> Diagnostic {
    let kind = RustError::SameName { name: name.to_owned(), first: first.to_owned(), rust };
    Diagnostic::at(kind, at.0, at.1, "defined again here").with_help("rename one of them")
}

/// Returns `GuestR` for `guest-r`.
fn camel(name: &str) -> String {
    name.split('-')
        .map(|part| {
            let mut chars = part.chars();
            let first = chars.next().map(|c| c.to_ascii_uppercase());
            first.into_iter().chain(chars.map(|c| c.to_ascii_lowercase())).collect::<String>()
        })
        .collect()
}

/// Returns `get_url` for `get-url`.
fn snake(name: &str) -> String {
    name.to_ascii_lowercase().replace('-', "_")
}
