//! Reports items whose feature is off but which other items need.

use super::checker::{Checker, Owner, Target};
use super::lookup::Local;
use super::visit::{function_types, shape_types};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::GateError;
use crate::files::FileId;
use crate::syntax::Span;
use crate::syntax::tree::{Attribute, Name, Path, Shape, Type, TypeDef};

impl<'t> Checker<'t> {
    /// Checks that items without a gate do not use items whose feature is off.
    pub(super) fn gates(&self, owner: &Owner<'t>) {
        let off = self.off(owner.attributes);
        for def in &owner.body.types {
            if let Some(feature) = self.off(&def.attributes) {
                self.inside_off_resource(owner, def, feature);
                continue;
            }
            if let Some(feature) = off {
                self.inside_off(owner, &def.name, feature);
                continue;
            }
            for ty in shape_types(&def.shape) {
                self.gated_names(owner, ty);
            }
            if let Shape::Resource(methods) = &def.shape {
                for method in methods {
                    self.gated_function(owner, &method.function);
                }
            }
        }
        if off.is_some() {
            return;
        }
        for function in super::functions::free(owner) {
            self.gated_function(owner, function);
        }
        self.gated_uses(owner);
    }

    pub(super) fn gated_function(
        &self,
        owner: &Owner<'t>,
        function: &'t crate::syntax::tree::Function,
    ) {
        if self.off(&function.attributes).is_none() {
            for ty in function_types(function) {
                self.gated_names(owner, ty);
            }
        }
    }

    pub(super) fn gated_names(&self, owner: &Owner<'t>, ty: &'t Type) {
        for name in ty.names() {
            let (location, feature) = match owner.local(&name.text) {
                Some(Local::Def(def)) => (&def.name, self.off(&def.attributes)),
                Some(Local::Used(used, picked)) => (picked.local(), self.off(&used.attributes)),
                None => continue,
            };
            let Some(feature) = feature else { continue };
            let what = format!("type `{}`", name.text);
            let file = self.owner_file(owner);
            self.off_and_used(
                owner.package,
                what,
                feature,
                (file, name.span.clone()),
                (file, location.span.clone()),
            );
        }
    }

    pub(super) fn gated_uses(&self, owner: &Owner<'t>) {
        for used in &owner.body.uses {
            if self.off(&used.attributes).is_some() {
                continue;
            }
            let Some(from) = self.used_interface(owner, used) else { continue };
            let file = self.owner_file(owner);
            let from_file = self.owner_file(&from);
            if let Some(feature) = self.off(from.attributes) {
                let what = from.display();
                let at = super::duplicates::path_span(&used.path);
                self.off_and_used(
                    owner.package,
                    what,
                    feature,
                    (file, at),
                    (from_file, from.name.span.clone()),
                );
                continue;
            }
            for picked in &used.names {
                let (location, feature) = match from.local(&picked.name.text) {
                    Some(Local::Def(def)) => (&def.name, self.off(&def.attributes)),
                    Some(Local::Used(used, picked)) => (picked.local(), self.off(&used.attributes)),
                    None => continue,
                };
                let Some(feature) = feature else { continue };
                let what = format!("type `{}`", picked.name.text);
                let at = picked.name.span.clone();
                self.off_and_used(
                    owner.package,
                    what,
                    feature,
                    (file, at),
                    (from_file, location.span.clone()),
                );
            }
        }
    }

    /// Checks that a path of a world does not lead to an item whose feature is off.
    pub(super) fn gated_path(
        &self,
        owner: &Owner<'t>,
        attributes: &'t [Attribute],
        path: &'t Path,
    ) {
        if self.off(owner.attributes).is_some() || self.off(attributes).is_some() {
            return;
        }
        let (target, word) = match self.target(owner.package, owner.scope, path) {
            Target::Interface(at) => (Owner::interface(at), "interface"),
            Target::World(at) => (Owner::world(at), "world"),
            Target::Decoded(..) | Target::DecodedWorld | Target::Unknown => return,
        };
        let Some(feature) = self.off(target.attributes) else { return };
        let what = format!("{word} `{}`", target.name.text);
        let at = (self.owner_file(owner), super::duplicates::path_span(path));
        let location = (self.owner_file(&target), target.name.span.clone());
        self.off_and_used(owner.package, what, feature, at, location);
    }

    pub(super) fn off_and_used(
        &self,
        package: usize,
        what: String,
        feature: &str,
        at: (FileId, Span),
        defined: (FileId, Span),
    ) {
        if self.definition_reported(package, &defined, &at) {
            return;
        }
        let kind = GateError::Off { what, feature: feature.to_owned() };
        let diagnostic = Diagnostic::at(kind, at.0, at.1, "used by an item without that gate")
            .with_label(defined.0, defined.1, "gated here")
            .with_help(format!(
                "turn it on with `features: [\"{feature}\"]` in the macro call, or add \
                 `@unstable(feature = {feature})` to the item that uses it"
            ));
        self.report(package, diagnostic);
    }

    /// Checks that the functions of a resource whose feature is off are gated, too.
    pub(super) fn inside_off_resource(&self, owner: &Owner<'t>, def: &'t TypeDef, feature: &str) {
        let Shape::Resource(methods) = &def.shape else { return };
        if self.off(owner.attributes).is_some() {
            return;
        }
        for method in methods {
            if self.off(&method.function.attributes).is_some() {
                continue;
            }
            let name = &method.function.name;
            let kind = GateError::InsideOff {
                what: format!("function `{}`", name.text),
                owner: format!("resource `{}`", def.name.text),
                feature: feature.to_owned(),
            };
            let file = self.owner_file(owner);
            let diagnostic = Diagnostic::at(kind, file, name.span.clone(), "not gated")
                .with_label(file, def.name.span.clone(), "gated")
                .with_help(format!(
                    "add `@unstable(feature = {feature})` to the function, or turn the feature on \
                     with `features: [\"{feature}\"]` in the macro call"
                ));
            self.report(owner.package, diagnostic);
        }
    }

    pub(super) fn inside_off(&self, owner: &Owner<'t>, name: &Name, feature: &str) {
        let kind = GateError::InsideOff {
            what: format!("type `{}`", name.text),
            owner: owner.display(),
            feature: feature.to_owned(),
        };
        let file = self.owner_file(owner);
        let diagnostic = Diagnostic::at(kind, file, name.span.clone(), "not gated")
            .with_label(file, owner.name.span.clone(), "gated")
            .with_help(format!(
                "add `@unstable(feature = {feature})` to the type, or turn the feature on with \
                 `features: [\"{feature}\"]` in the macro call"
            ));
        self.report(owner.package, diagnostic);
    }
}
