//! Checks `use path.{a, b};` in interfaces and worlds.

use super::checker::{Checker, Owner, Target};
use super::paths::{Site, Wanted, existing};
use crate::diagnostic::{Diagnostic, Help, NameError};
use crate::spelling::list;
use crate::syntax::tree::{Path, Use, UseName};

impl<'t> Checker<'t> {
    /// Checks every `use` of a body.
    pub(super) fn uses(&self, owner: &Owner<'t>) {
        for used in &owner.body.uses {
            if let Path::Package(_) = &used.path {
                self.use_names_package(owner, used);
                continue;
            }
            let site = Site {
                package: owner.package,
                scope: owner.scope,
                wanted: Wanted::Interface,
                word: "use",
            };
            match self.resolve(site, &used.path) {
                Target::Interface(at) => {
                    let from = Owner::interface(at);
                    for name in &used.names {
                        self.picked(owner, used, name, &from);
                    }
                }
                Target::Decoded(types) => {
                    for name in &used.names {
                        self.picked_decoded(owner, used, name, types);
                    }
                }
                Target::World(_) | Target::DecodedWorld | Target::Unknown => {}
            }
        }
    }

    /// Reports `use test:types@1.0.0.{test-result};` in an interface.
    fn use_names_package(&self, owner: &Owner<'t>, used: &'t Use) {
        let Path::Package(named) = &used.path else { return };
        let file = self.owner_file(owner);
        let key = named.plain();
        let kind = crate::diagnostic::SyntaxError::UseOfPackage { package: key.to_string() };
        let mut diagnostic = Diagnostic::at(
            kind,
            file,
            named.span.clone(),
            "expected an interface after the package",
        );
        let names = used.names.iter().map(|name| name.name.text.as_str()).collect::<Vec<_>>();
        let found = self.near_package(&key);
        let right = found.and_then(|found| self.packages[found].key.clone()).unwrap_or(key);
        let interface = found.and_then(|found| {
            self.interfaces(found).find(|at| {
                let types = Owner::interface(*at).type_names();
                names.iter().all(|name| types.iter().any(|ty| ty.text == *name))
            })
        });
        let mut item = "interface-name";
        if let Some(at) = interface {
            item = &at.item.name.text;
            let location = self.file(at.package, at.scope);
            let text = format!("defines {}", list(names.iter().copied()));
            diagnostic = diagnostic.with_label(location, at.item.name.span.clone(), text);
        }
        let interfaces = found
            .into_iter()
            .flat_map(|found| self.interfaces(found))
            .filter(|at| names.contains(&at.item.name.text.as_str()))
            .collect::<Vec<_>>();
        if let (Some(at), None) = (interfaces.first(), interface) {
            let diagnostic = self.picked_interface(diagnostic, &right, *at);
            self.report(owner.package, diagnostic);
            return;
        }
        let help = Help::write(format!("use {}.{{{}}};", right.path(item), names.join(", ")));
        self.report(owner.package, diagnostic.with_help(help));
    }

    /// Completes the error for `use wasi:io.{streams};`, where `streams` is an interface.
    fn picked_interface(
        &self,
        diagnostic: Diagnostic,
        package: &crate::package_name::PackageName,
        at: super::checker::At<'t, crate::syntax::tree::Interface>,
    ) -> Diagnostic {
        let name = &at.item.name;
        let types = Owner::interface(at).type_names();
        let path = package.path(&name.text);
        let help = match types.first() {
            Some(first) => {
                format!("write the types to use, as in `use {path}.{{{}}};`", first.text)
            }
            None => format!("add `import {path};` to a world: the interface has no types to use"),
        };
        let location = self.file(at.package, at.scope);
        diagnostic.with_label(location, name.span.clone(), "interface defined here").with_help(help)
    }

    fn picked(&self, owner: &Owner<'t>, used: &Use, picked: &UseName, from: &Owner<'t>) {
        let name = &picked.name;
        if self.local(from, &name.text).is_some() || from.body.broken {
            return;
        }
        let file = self.owner_file(owner);
        if let Some(function) = from.body.functions.iter().find(|f| f.name.text == name.text) {
            let kind = NameError::UseOfFunction { name: name.text.clone() };
            let sentence = format!(
                "remove it from the `use`, and add `import {};` to a world to call it",
                from.name.text
            );
            let help = self.removal_from_use(file, name, sentence);
            let diagnostic = Diagnostic::at(kind, file, name.span.clone(), "not a type")
                .with_label(
                    self.owner_file(from),
                    function.name.span.clone(),
                    "function defined here",
                )
                .with_help(help);
            self.report(owner.package, diagnostic);
            return;
        }
        let types = from.type_names().iter().map(|name| name.text.as_str()).collect::<Vec<_>>();
        let path = self.text(file, &super::lookup::path_span(&used.path)).to_owned();
        let kind = NameError::NotInInterface { name: name.text.clone(), interface: path.clone() };
        let text = if types.is_empty() {
            "the interface defines no types".to_owned()
        } else {
            existing(&types)
        };
        let diagnostic = Diagnostic::at(kind, file, name.span.clone(), text).with_label(
            self.owner_file(from),
            from.name.span.clone(),
            "interface defined here",
        );
        let help = match self.nearest(&name.text, types.iter().copied()) {
            Some(near) => {
                Help::edits(format!("write `{near}`"), self.replace_picked(owner, picked, near))
            }
            None => self.missing_type_help(owner, from, picked, &types, &path),
        };
        self.report(owner.package, diagnostic.with_help(help));
    }

    /// Returns the help for a type that the interface does not have.
    fn missing_type_help(
        &self,
        owner: &Owner<'t>,
        from: &Owner<'t>,
        picked: &UseName,
        types: &[&str],
        path: &str,
    ) -> Help {
        let name = picked.name.text.as_str();
        let home =
            (0..self.packages.len()).flat_map(|package| self.interfaces(package)).find(|at| {
                let here = std::ptr::eq(&raw const at.item.body, from.body)
                    || std::ptr::eq(&raw const at.item.body, owner.body);
                !here && at.item.body.types.iter().any(|def| def.name.text == name)
            });
        if let Some(at) = home {
            let path = self.path_to(owner.package, at, &at.item.name.text);
            return Help::write(format!("use {path}.{{{name}}};"));
        }
        match types {
            [] => {
                let record = format!("record {name} {{ value: u32 }}");
                let sentence =
                    format!("define `{name}` in interface `{}`, as in `{record}`", from.name.text);
                Help::edits(sentence, self.add_item(from, &record)).guess()
            }
            [only] => {
                Help::edits(format!("write `{only}`"), self.replace_picked(owner, picked, only))
                    .guess()
                    .otherwise(format!(
                        "write `use {path}.{{{only}}};`, or define `{name}` in `{path}`"
                    ))
            }
            several => {
                let sentence = format!(
                    "write an existing type, such as `{}`, or define `{name}` in `{path}`",
                    several[0]
                );
                let help = several.iter().take(3).fold(Help::sentence(""), |help, ty| {
                    help.or_edits(format!("write `{ty}`"), self.replace_picked(owner, picked, ty))
                });
                help.otherwise(sentence)
            }
        }
    }

    fn picked_decoded(&self, owner: &Owner<'t>, used: &Use, picked: &UseName, types: &[String]) {
        let name = &picked.name;
        if types.contains(&name.text) {
            return;
        }
        let file = self.owner_file(owner);
        let types = types.iter().map(String::as_str).collect::<Vec<_>>();
        let path = self.text(file, &super::lookup::path_span(&used.path)).to_owned();
        let kind = NameError::NotInInterface { name: name.text.clone(), interface: path };
        let diagnostic = Diagnostic::at(kind, file, name.span.clone(), existing(&types));
        let help = match self.nearest(&name.text, types.iter().copied()) {
            Some(near) => {
                Help::edits(format!("write `{near}`"), self.replace_picked(owner, picked, near))
            }
            None => "write an existing type".to_owned().into(),
        };
        self.report(owner.package, diagnostic.with_help(help));
    }
}
