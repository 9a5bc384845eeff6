//! Names that do not resolve to a type: finds what was probably meant.

use std::collections::BTreeMap;

use super::checker::{At, Checker, InterfacesByType, Owner, Target};
use super::lookup::local_name;
use super::paths::existing;
use super::visit::used_names;
use crate::diagnostic::{Diagnostic, Help, Label, NameError, SyntaxError};
use crate::files::FileId;
use crate::spelling::valid_name;
use crate::syntax::other_languages;
use crate::syntax::tree::{Interface, Name, Path};

/// The built-in types and type constructors.
const BUILT_IN: [&str; 22] = [
    "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64", "char", "bool", "string",
    "list", "option", "result", "tuple", "future", "stream", "map", "borrow", "own",
];

/// The largest number of unknown names that are reported in one body: each is compared with all names in the body.
const MAX_UNKNOWN: usize = 200;

impl<'t> Checker<'t> {
    /// Reports every unknown type name of a body once.
    pub(super) fn unknown_types(&self, owner: &Owner<'t>) {
        let mut found: BTreeMap<&str, Diagnostic> = BTreeMap::new();
        let file = self.owner_file(owner);
        for name in used_names(owner.body) {
            // An invalid name is already reported.
            if self.local(owner, &name.text).is_some() || !valid_name(&name.text) {
                continue;
            }
            if let Some(diagnostic) = found.get_mut(name.text.as_str()) {
                if diagnostic.labels.len() < 4 {
                    diagnostic.labels.push(Label::new(file, name.span.clone(), "also here"));
                }
                continue;
            }
            if found.len() == MAX_UNKNOWN {
                break;
            }
            if let Some(diagnostic) = self.unknown_type(owner, file, name) {
                found.insert(&name.text, diagnostic);
            }
        }
        for diagnostic in found.into_values() {
            self.report(owner.package, diagnostic);
        }
    }

    /// Returns the error for a type name that does not resolve, unless its cause is already reported.
    fn unknown_type(&self, owner: &Owner<'t>, file: FileId, name: &'t Name) -> Option<Diagnostic> {
        self.function_as_type(owner, file, name)
            .or_else(|| self.interface_as_type(owner, file, name))
            .or_else(|| self.foreign_type(owner, file, name))
            .or_else(|| {
                let scope = self.packages[owner.package].scopes[owner.scope].1;
                let reported = owner.body.broken
                    || scope.misplaced_types.contains(&name.text)
                    || self.misspelt_in_use(owner, &name.text)
                    || scope.uses.iter().any(|used| {
                        let mut picked = used.picked.iter().flatten();
                        picked.any(|picked| picked.local().text == name.text)
                    });
                (!reported).then(|| self.not_in_scope(owner, file, name))
            })
    }

    /// Returns `true` if a `use` of the body misspells the name, which is reported there.
    fn misspelt_in_use(&self, owner: &Owner<'t>, name: &str) -> bool {
        owner.body.uses.iter().any(|used| {
            let Some(from) = self.used_interface(owner, used) else { return false };
            self.local(&from, name).is_some()
                && used.names.iter().any(|picked| {
                    let picked = picked.name.text.as_str();
                    let near = self.nearest(picked, std::iter::once(name));
                    self.local(&from, picked).is_none() && (near.is_some() || picked.contains(name))
                })
        })
    }

    /// Returns the error for the name of a function.
    fn function_as_type(&self, owner: &Owner<'t>, file: FileId, name: &Name) -> Option<Diagnostic> {
        let function = owner.body.functions.iter().find(|f| f.name.text == name.text)?;
        let kind = NameError::FunctionAsType { name: name.text.clone() };
        let diagnostic = Diagnostic::at(kind, file, name.span.clone(), "not a type").with_label(
            file,
            function.name.span.clone(),
            "function defined here",
        );
        Some(diagnostic.with_help("write the type of a value: WIT has no function types"))
    }

    /// Returns the error for the name of an interface or world.
    fn interface_as_type(
        &self,
        owner: &Owner<'t>,
        file: FileId,
        name: &Name,
    ) -> Option<Diagnostic> {
        let (what, item, types) = match self.local_item(owner.package, owner.scope, &name.text)? {
            Target::Interface(at) => {
                let owner = Owner::interface(at);
                ("interface", owner, owner.type_names())
            }
            Target::World(at) => ("world", Owner::world(at), Vec::new()),
            Target::Decoded(..) | Target::DecodedWorld | Target::Unknown => return None,
        };
        let kind = NameError::InterfaceAsType { name: name.text.clone(), what };
        let sentence = types.first().map_or("write a type".to_owned(), |Name { text: first, .. }| {
            format!(
                "write one of its types: add `use {}.{{{first}}};` to {}, and write `{first}` here",
                name.text,
                owner.display()
            )
        });
        let interface = match self.local_item(owner.package, owner.scope, &name.text) {
            Some(Target::Interface(at)) => Some(at),
            _ => None,
        };
        let help = types.iter().take(3).fold(Help::sentence(""), |help, ty| {
            let mut edits = self.add_use(owner, interface, &name.text, &ty.text);
            edits.extend(self.replace_type(owner, &name.text, &ty.text));
            let use_line = format!("use {}.{{{}}};", name.text, ty.text);
            help.or_edits(format!("add `{use_line}`, and write `{}`", ty.text), edits)
        });
        let help = help.otherwise(sentence);
        let diagnostic = Diagnostic::at(kind, file, name.span.clone(), "not a type").with_label(
            self.owner_file(&item),
            item.name.span.clone(),
            format!("{what} defined here"),
        );
        Some(diagnostic.with_help(help))
    }

    /// Returns the error for a type of another language.
    fn foreign_type(&self, owner: &Owner<'t>, file: FileId, name: &Name) -> Option<Diagnostic> {
        if self.defining_interface(owner, &name.text).is_some() {
            return None;
        }
        let wit = other_languages::type_name(&name.text);
        let generic = other_languages::generic_name(&name.text);
        let (wit, help) = match (wit, generic) {
            (Some(wit), _) => (wit.to_owned(), Help::write(wit.to_string())),
            (None, Some(wit)) => {
                (format!("{wit}<…>"), format!("write `{wit}<…>` with the element type").into())
            }
            (None, None) => return self.dynamic_type(file, name),
        };
        let kind = SyntaxError::ForeignType { name: name.text.clone() };
        let diagnostic = Diagnostic::at(kind, file, name.span.clone(), format!("`{wit}` in WIT"));
        Some(diagnostic.with_help(help))
    }

    /// Returns the error for `any`, `void` and the like, which have no counterpart in WIT.
    fn dynamic_type(&self, file: FileId, name: &Name) -> Option<Diagnostic> {
        let (label, help) = match name.text.as_str() {
            "any" | "object" | "json" | "value" | "dynamic" | "unknown" => (
                "WIT has no dynamic type",
                Help::write("string")
                    .saying(
                        "write `string` to pass JSON, or define a `variant` of the possible types",
                    )
                    .guess(),
            ),
            "void" | "unit" | "nil" | "null" | "none" => {
                ("WIT has no unit type", "remove it, or write `option<…>` or `result`".into())
            }
            "u128" | "i128" | "s128" | "int128" | "uint128" => {
                ("integers in WIT have at most 64 bits", Help::write("tuple<u64, u64>"))
            }
            "error" => (
                "WIT has no such type",
                Help::write("string")
                    .saying("write `string`, or define `variant error { … }`")
                    .guess(),
            ),
            "self" | "this" => ("WIT has no such type", "write the name of the resource".into()),
            _ => return None,
        };
        let kind = SyntaxError::ForeignType { name: name.text.clone() };
        Some(Diagnostic::at(kind, file, name.span.clone(), label).with_help(help))
    }

    /// Returns the error for any other name.
    fn not_in_scope(&self, owner: &Owner<'t>, file: FileId, name: &Name) -> Diagnostic {
        if let Some(interface) = self.defining_interface(owner, &name.text) {
            return self.defined_in(owner, file, name, interface);
        }
        if let Some(diagnostic) = self.type_of_world(owner, file, name) {
            return diagnostic;
        }
        let kind = NameError::TypeNotFound { name: name.text.clone(), owner: owner.display() };
        let types = owner.type_names().iter().map(|name| name.text.as_str()).collect::<Vec<_>>();
        let near = self
            .nearest(&name.text, types.iter().copied())
            .or_else(|| types.iter().copied().find(|ty| super::duplicates::same(ty, &name.text)))
            .or_else(|| self.nearest(&name.text, BUILT_IN));
        let text = if types.is_empty() {
            format!("this {} defines no types", owner.word)
        } else {
            existing(&types)
        };
        let diagnostic = Diagnostic::at(kind, file, name.span.clone(), text);
        if let Some(near) = near {
            return self.with_near(owner, file, diagnostic, near);
        }
        let help = match self.nearest_elsewhere(owner, &name.text) {
            Some((interface, near)) => {
                let path = &interface.item.name.text;
                let sentence = format!(
                    "add `use {path}.{{{near}}};` to {}, and write `{near}`",
                    owner.display()
                );
                let mut edits = self.add_use(owner, Some(interface), path, &near);
                edits.extend(self.replace_type(owner, &name.text, &near));
                Help::edits(sentence, edits)
            }
            None => {
                let record = format!("record {} {{ value: u32 }}", name.text);
                let sentence = format!("define it in {}, as in `{record}`", owner.display());
                Help::edits(sentence, self.add_item(owner, &record)).guess()
            }
        };
        diagnostic.with_help(help)
    }

    /// Adds the similar name `near` to an error.
    fn with_near(
        &self,
        owner: &Owner<'t>,
        file: FileId,
        diagnostic: Diagnostic,
        near: &str,
    ) -> Diagnostic {
        let definition = owner.type_names().into_iter().find(|name| name.text == near);
        let diagnostic = match definition {
            Some(definition) => {
                diagnostic.with_label(file, definition.span.clone(), "similar name defined here")
            }
            None => diagnostic,
        };
        diagnostic.with_help(Help::write(near.to_string()))
    }

    /// Returns the error for an interface that uses a type of a world.
    fn type_of_world(&self, owner: &Owner<'t>, file: FileId, name: &Name) -> Option<Diagnostic> {
        if owner.word == "world" {
            return None;
        }
        let (at, definition) = self.worlds(owner.package).find_map(|at| {
            let mut defs = at.item.body.types.iter();
            defs.find(|def| def.name.text == name.text).map(|def| (at, &def.name))
        })?;
        let kind = NameError::NotInScope { name: name.text.clone(), owner: owner.display() };
        let diagnostic = Diagnostic::at(kind, file, name.span.clone(), "not in scope").with_label(
            self.file(at.package, at.scope),
            definition.span.clone(),
            format!("defined in world `{}`", at.item.name.text),
        );
        Some(diagnostic.with_help(format!(
            "move it to an interface, `interface types {{ … }}`, and add `use types.{{{0}}};` to \
             {1} and to world `{2}`",
            name.text,
            owner.display(),
            at.item.name.text
        )))
    }

    /// Returns the error for a type that the interface `interface` defines.
    fn defined_in(
        &self,
        owner: &Owner<'t>,
        file: FileId,
        name: &Name,
        interface: At<'t, Interface>,
    ) -> Diagnostic {
        let path = self.path_here(owner, interface);
        let kind = NameError::NotInScope { name: name.text.clone(), owner: owner.display() };
        let definition = interface.item.body.types.iter().find(|def| def.name.text == name.text);
        let definition = definition.map_or(&interface.item.name, |def| &def.name);
        let full = self.path_to(owner.package, interface, &interface.item.name.text);
        Diagnostic::at(kind, file, name.span.clone(), "not in scope")
            .with_label(
                self.file(interface.package, interface.scope),
                definition.span.clone(),
                format!("defined in `{full}`"),
            )
            .with_help(Help::edits(
                format!("add `use {path}.{{{}}};` to {}", name.text, owner.display()),
                self.add_use(owner, Some(interface), &path, &name.text),
            ))
    }

    /// Returns the name of an interface in a file: the one that a top-level `use` gives it, or else its path.
    fn path_here(&self, owner: &Owner<'t>, interface: At<'t, Interface>) -> String {
        let scope = self.packages[owner.package].scopes[owner.scope].1;
        for used in scope.uses.iter().filter(|used| used.picked.is_none()) {
            let Some(local) = local_name(used) else { continue };
            let target = self.local_item(owner.package, owner.scope, &local.text);
            if let Some(Target::Interface(at)) = target
                && std::ptr::eq(at.item, interface.item)
            {
                return local.text.clone();
            }
        }
        self.path_to(owner.package, interface, &interface.item.name.text)
    }

    /// Returns another interface that defines the type: one in scope, one of the package, or any.
    fn defining_interface(&self, owner: &Owner<'t>, name: &str) -> Option<At<'t, Interface>> {
        let mut defining = self.defining.borrow_mut();
        let defining = defining.get_or_insert_with(|| self.interfaces_by_type());
        let others = defining.get(name)?.iter();
        let others: Vec<_> =
            others.filter(|at| !std::ptr::eq(&raw const at.item.body, owner.body)).collect();
        if others.is_empty() {
            return None;
        }
        let scope = self.packages[owner.package].scopes[owner.scope].1;
        let known = scope.uses.iter().find_map(|used| {
            let Path::Foreign { package, item, .. } = &used.path else { return None };
            let Target::Interface(known) = self.foreign_item(package, &item.text)? else {
                return None;
            };
            others.iter().find(|at| std::ptr::eq(at.item, known.item))
        });
        let own = || others.iter().find(|at| at.package == owner.package);
        let found = known
            .or_else(own)
            .or_else(|| others.iter().find(|at| self.packages[at.package].key.is_some()));
        found.copied().copied()
    }

    /// Returns the interfaces of all packages by the names of the types that they define.
    fn interfaces_by_type(&self) -> InterfacesByType<'t> {
        let mut interfaces = InterfacesByType::new();
        for at in (0..self.packages.len()).flat_map(|package| self.interfaces(package)) {
            for def in &at.item.body.types {
                interfaces.entry(&def.name.text).or_default().push(at);
            }
        }
        interfaces
    }

    /// Returns an interface of the package with a type of a similar name, and that name.
    fn nearest_elsewhere(
        &self,
        owner: &Owner<'t>,
        name: &str,
    ) -> Option<(At<'t, Interface>, String)> {
        let own = self.interfaces(owner.package);
        own.filter(|at| !std::ptr::eq(&raw const at.item.body, owner.body)).find_map(|at| {
            let types = at.item.body.types.iter().map(|def| def.name.text.as_str());
            let near = self.nearest(name, types)?;
            Some((at, near.to_owned()))
        })
    }
}
