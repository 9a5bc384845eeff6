//! Reports items whose feature is off but which other items need.

use super::checker::{Checker, Owner, Target};
use super::lookup::Local;
use super::visit::{function_types, shape_types};
use crate::diagnostic::{Diagnostic, GateError};
use crate::files::FileId;
use crate::syntax::Span;
use crate::syntax::tree::{Attribute, Name, Path, Shape, Type, TypeDef};

impl<'t> Checker<'t> {
    /// Checks that items without a gate do not use items whose feature is off.
    pub(super) fn gates(&self, owner: &Owner<'t>) {
        let off = self.disabled_feature(owner.attributes);
        for def in &owner.body.types {
            if let Some(feature) = self.disabled_feature(&def.attributes) {
                self.ungated_methods(owner, def, feature);
                continue;
            }
            if let Some(feature) = off {
                self.ungated_type(owner, &def.name, feature);
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
        for function in super::visit::functions(owner.body) {
            self.gated_function(owner, function);
        }
        self.gated_uses(owner);
    }

    fn gated_function(&self, owner: &Owner<'t>, function: &'t crate::syntax::tree::Function) {
        if self.disabled_feature(&function.attributes).is_none() {
            for ty in function_types(function) {
                self.gated_names(owner, ty);
            }
        }
    }

    fn gated_names(&self, owner: &Owner<'t>, ty: &'t Type) {
        for name in ty.names() {
            let (location, feature) = match self.local(owner, &name.text) {
                Some(Local::Def(def)) => (&def.name, self.disabled_feature(&def.attributes)),
                Some(Local::Used(used, picked)) => {
                    (picked.local(), self.disabled_feature(&used.attributes))
                }
                None => continue,
            };
            let Some(feature) = feature else { continue };
            let what = format!("type `{}`", name.text);
            let file = self.owner_file(owner);
            self.report_gated(
                owner.package,
                what,
                feature,
                (file, name.span.clone()),
                (file, location.span.clone()),
            );
        }
    }

    fn gated_uses(&self, owner: &Owner<'t>) {
        for used in &owner.body.uses {
            if self.disabled_feature(&used.attributes).is_some() {
                continue;
            }
            let Some(from) = self.used_interface(owner, used) else { continue };
            let file = self.owner_file(owner);
            let from_file = self.owner_file(&from);
            if let Some(feature) = self.disabled_feature(from.attributes) {
                let what = from.display();
                let at = super::lookup::path_span(&used.path);
                self.report_gated(
                    owner.package,
                    what,
                    feature,
                    (file, at),
                    (from_file, from.name.span.clone()),
                );
                continue;
            }
            for picked in &used.names {
                let (location, feature) = match self.local(&from, &picked.name.text) {
                    Some(Local::Def(def)) => (&def.name, self.disabled_feature(&def.attributes)),
                    Some(Local::Used(used, picked)) => {
                        (picked.local(), self.disabled_feature(&used.attributes))
                    }
                    None => continue,
                };
                let Some(feature) = feature else { continue };
                let what = format!("type `{}`", picked.name.text);
                let at = picked.name.span.clone();
                self.report_gated(
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
        if self.disabled_feature(owner.attributes).is_some()
            || self.disabled_feature(attributes).is_some()
        {
            return;
        }
        let (target, word) = match self.target(owner.package, owner.scope, path) {
            Target::Interface(at) => (Owner::interface(at), "interface"),
            Target::World(at) => (Owner::world(at), "world"),
            Target::Decoded(..) | Target::DecodedWorld | Target::Unknown => return,
        };
        let Some(feature) = self.disabled_feature(target.attributes) else { return };
        let what = format!("{word} `{}`", target.name.text);
        let at = (self.owner_file(owner), super::lookup::path_span(path));
        let location = (self.owner_file(&target), target.name.span.clone());
        self.report_gated(owner.package, what, feature, at, location);
    }

    /// Reports the use of a gated item.
    fn report_gated(
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
        let kind = GateError::Disabled { what: what.clone(), feature: feature.to_owned() };
        let diagnostic = Diagnostic::at(kind, at.0, at.1, "used by an item without that gate")
            .with_label(defined.0, defined.1, "gated here")
            .with_help(format!(
                "add `features: [\"{feature}\"]` to the macro call, or `@unstable(feature = {feature})` to \
                 the item that uses {what}"
            ));
        self.report(package, diagnostic);
    }

    /// Checks that the functions of a resource whose feature is off are gated, too.
    fn ungated_methods(&self, owner: &Owner<'t>, def: &'t TypeDef, feature: &str) {
        let Shape::Resource(methods) = &def.shape else { return };
        if self.disabled_feature(owner.attributes).is_some() {
            return;
        }
        for method in methods {
            if self.disabled_feature(&method.function.attributes).is_some() {
                continue;
            }
            let name = &method.function.name;
            let kind = GateError::UngatedInGated {
                what: format!("function `{}`", name.text),
                owner: format!("resource `{}`", def.name.text),
                feature: feature.to_owned(),
            };
            let file = self.owner_file(owner);
            let diagnostic = Diagnostic::at(kind, file, name.span.clone(), "not gated")
                .with_label(file, def.name.span.clone(), "gated")
                .with_help(format!(
                    "add `@unstable(feature = {feature})` to the function, or \
                     `features: [\"{feature}\"]` to the macro call"
                ));
            self.report(owner.package, diagnostic);
        }
    }

    /// Reports a type without a gate in a gated interface or world.
    fn ungated_type(&self, owner: &Owner<'t>, name: &Name, feature: &str) {
        let kind = GateError::UngatedInGated {
            what: format!("type `{}`", name.text),
            owner: owner.display(),
            feature: feature.to_owned(),
        };
        let file = self.owner_file(owner);
        let diagnostic = Diagnostic::at(kind, file, name.span.clone(), "not gated")
            .with_label(file, owner.name.span.clone(), "gated")
            .with_help(format!(
                "add `@unstable(feature = {feature})` to the type, or `features: [\"{feature}\"]` to \
                 the macro call"
            ));
        self.report(owner.package, diagnostic);
    }
}
