//! Names of types that mean nothing where they stand: what was probably meant.

use super::bodies::used_names;
use super::model::{Checker, Owner, Target};
use super::paths::listed;
use crate::diagnostic::{Diagnostic, Label, NameError, SyntaxError};
use crate::files::FileId;
use crate::spelling::{nearest, valid_name};
use crate::syntax::foreign;
use crate::syntax::tree::Name;
use std::collections::BTreeMap;

/// The types that every interface knows.
const BUILT_IN: [&str; 22] = [
    "u8", "u16", "u32", "u64", "s8", "s16", "s32", "s64", "f32", "f64", "char", "bool", "string",
    "list", "option", "result", "tuple", "future", "stream", "map", "borrow", "own",
];

impl<'t> Checker<'t> {
    /// Reports every name of a type in a body that means nothing there, once each.
    pub(super) fn unknown_types(&self, owner: &Owner<'t>) {
        let mut found: BTreeMap<&str, Diagnostic> = BTreeMap::new();
        let file = self.owner_file(owner);
        for name in used_names(owner.body) {
            // What is wrong with the spelling of a name was told.
            if owner.local(&name.text).is_some() || !valid_name(&name.text) {
                continue;
            }
            if let Some(fault) = found.get_mut(name.text.as_str()) {
                if fault.labels.len() < 4 {
                    fault.labels.push(Label::new(file, name.span.clone(), "and here"));
                }
                continue;
            }
            if let Some(fault) = self.unknown_type(owner, file, name) {
                found.insert(&name.text, fault);
            }
        }
        for fault in found.into_values() {
            self.report(owner.package, fault);
        }
    }

    pub(super) fn unknown_type(
        &self,
        owner: &Owner<'t>,
        file: FileId,
        name: &'t Name,
    ) -> Option<Diagnostic> {
        self.function_as_type(owner, file, name)
            .or_else(|| self.interface_as_type(owner, file, name))
            .or_else(|| self.foreign_type(owner, file, name))
            .or_else(|| {
                let scope = self.packages[owner.package].scopes[owner.scope].1;
                let told = owner.body.broken
                    || scope.loose.contains(&name.text)
                    || self.misspelt_in_use(owner, &name.text)
                    || scope.uses.iter().any(|used| {
                        let mut picked = used.picked.iter().flatten();
                        picked.any(|picked| picked.local().text == name.text)
                    });
                (!told).then(|| self.not_in_scope(owner, file, name))
            })
    }

    /// Whether a `use` here misspells that name, which was told there.
    fn misspelt_in_use(&self, owner: &Owner<'t>, name: &str) -> bool {
        owner.body.uses.iter().any(|used| {
            let Some(from) = self.used_interface(owner, used) else { return false };
            from.local(name).is_some()
                && used.names.iter().any(|picked| {
                    let near = nearest(&picked.name.text, std::iter::once(name));
                    from.local(&picked.name.text).is_none() && near.is_some()
                })
        })
    }

    pub(super) fn function_as_type(
        &self,
        owner: &Owner<'t>,
        file: FileId,
        name: &Name,
    ) -> Option<Diagnostic> {
        let function = owner.body.functions.iter().find(|f| f.name.text == name.text)?;
        let kind = NameError::FunctionAsType { name: name.text.clone() };
        let fault = Diagnostic::at(kind, file, name.span.clone(), "a type should stand here")
            .with_label(file, function.name.span.clone(), "this function");
        Some(fault.with_help("write the type of the value; WIT has no type of functions"))
    }

    pub(super) fn interface_as_type(
        &self,
        owner: &Owner<'t>,
        file: FileId,
        name: &Name,
    ) -> Option<Diagnostic> {
        let (what, at, types): (_, _, Vec<_>) =
            match self.local_item(owner.package, owner.scope, &name.text)? {
                Target::Interface(at) => {
                    let types = Owner::interface(at).type_names();
                    let types = types.into_iter().map(|ty| ty.text.clone()).collect();
                    let place = (self.file(at.package, at.scope), at.item.name.span.clone());
                    ("an interface", place, types)
                }
                Target::World(at) => {
                    let place = (self.file(at.package, at.scope), at.item.name.span.clone());
                    ("a world", place, Vec::new())
                }
                Target::Decoded(..) | Target::DecodedWorld | Target::Unknown => return None,
            };
        let kind = NameError::InterfaceAsType { name: name.text.clone(), what: what.to_owned() };
        let help = match types.first() {
            Some(first) => format!(
                "use one of its types: put `use {}.{{{first}}};` inside {}, and write `{first}` here",
                name.text,
                owner.display().replace('`', "")
            ),
            None => "write a type".to_owned(),
        };
        let fault = Diagnostic::at(kind, file, name.span.clone(), format!("this is {what}"))
            .with_label(at.0, at.1, "defined here");
        Some(fault.with_help(help))
    }

    pub(super) fn foreign_type(
        &self,
        owner: &Owner<'t>,
        file: FileId,
        name: &Name,
    ) -> Option<Diagnostic> {
        if self.home(owner, &name.text).is_some() {
            return None;
        }
        let wit = foreign::type_name(&name.text);
        let generic = foreign::generic_name(&name.text);
        let (wit, help) = match (wit, generic) {
            (Some(wit), _) => (wit.to_owned(), format!("write `{wit}`")),
            (None, Some(wit)) => {
                (format!("{wit}<…>"), format!("write `{wit}<u32>`, with the type that it holds"))
            }
            (None, None) => return self.dynamic_type(file, name),
        };
        let kind = SyntaxError::ForeignType { name: name.text.clone() };
        let fault = Diagnostic::at(kind, file, name.span.clone(), format!("WIT calls it `{wit}`"));
        Some(fault.with_help(help))
    }

    /// `any`, `void` and the like, for which WIT has nothing.
    pub(super) fn dynamic_type(&self, file: FileId, name: &Name) -> Option<Diagnostic> {
        let (label, help) = match name.text.as_str() {
            "any" | "object" | "json" | "value" | "dynamic" | "unknown" => (
                "WIT has no type that holds anything",
                "define a `variant` of what it can be, or pass JSON as a `string`",
            ),
            "void" | "unit" | "nil" | "null" | "none" => {
                ("WIT has no empty type", "leave it out, or write `option<…>` or `result`")
            }
            "u128" | "i128" | "s128" | "int128" | "uint128" => {
                ("WIT's largest integers have 64 bits", "write `tuple<u64, u64>`")
            }
            "error" => ("WIT has no such type", "write `string`, or define `variant error { … }`"),
            "self" | "this" => ("WIT has no such type", "write the name of the resource"),
            _ => return None,
        };
        let kind = SyntaxError::ForeignType { name: name.text.clone() };
        Some(Diagnostic::at(kind, file, name.span.clone(), label).with_help(help))
    }

    pub(super) fn not_in_scope(&self, owner: &Owner<'t>, file: FileId, name: &Name) -> Diagnostic {
        if let Some(home) = self.home(owner, &name.text) {
            return self.with_home(owner, file, name, home);
        }
        if let Some(fault) = self.type_of_world(owner, file, name) {
            return fault;
        }
        let kind = NameError::TypeNotFound { name: name.text.clone(), owner: owner.display() };
        let types = owner.type_names().iter().map(|name| name.text.as_str()).collect::<Vec<_>>();
        let near = nearest(&name.text, types.iter().copied())
            .or_else(|| types.iter().copied().find(|ty| super::names::same(ty, &name.text)))
            .or_else(|| nearest(&name.text, BUILT_IN.into_iter()));
        let text = if types.is_empty() {
            format!("this {} has no types", owner.word)
        } else {
            listed(&types)
        };
        let fault = Diagnostic::at(kind, file, name.span.clone(), text);
        if let Some(near) = near {
            return self.with_near(owner, file, fault, near);
        }
        let help = match self.nearest_elsewhere(owner, &name.text) {
            Some((path, near)) => format!(
                "did you mean `{near}`? put `use {path}.{{{near}}};` inside {}",
                owner.display().replace('`', "")
            ),
            None => format!(
                "define it, as in `record {0} {{ … }}`, or `use` it from another interface: \
                 `use path.{{{0}}};`",
                name.text
            ),
        };
        fault.with_help(help)
    }

    pub(super) fn with_near(
        &self,
        owner: &Owner<'t>,
        file: FileId,
        fault: Diagnostic,
        near: &str,
    ) -> Diagnostic {
        let place = owner.type_names().into_iter().find(|name| name.text == near);
        let fault = match place {
            Some(place) => fault.with_label(file, place.span.clone(), "did you mean this?"),
            None => fault,
        };
        fault.with_help(format!("write `{near}`"))
    }
}
