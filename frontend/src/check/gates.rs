//! Reports items whose feature is off but which other items need.

use super::checker::{Checker, Owner, Target};
use super::lookup::Local;
use super::visit::{function_types, shape_types};
use crate::diagnostic::{Diagnostic, GateError, Help};
use crate::files::FileId;
use crate::syntax::Span;
use crate::syntax::tree::{Attribute, ExternKind, Function, Name, Path, Shape, Type, TypeDef};

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
            let start = self.keyword_before(self.owner_file(owner), &def.name.span);
            for ty in shape_types(&def.shape) {
                self.gated_names(owner, ty, start);
            }
            if let Shape::Resource(methods) = &def.shape {
                for method in methods {
                    let start = method.function.name.span.start;
                    self.gated_function(owner, &method.function, start);
                }
            }
        }
        if off.is_some() {
            return;
        }
        for function in &owner.body.functions {
            self.gated_function(owner, function, function.name.span.start);
        }
        for item in &owner.body.externs {
            if let ExternKind::Function(function) = &item.kind {
                let start = self.keyword_before(self.owner_file(owner), &function.name.span);
                self.gated_function(owner, function, start);
            }
        }
        self.gated_uses(owner);
    }

    /// Checks the types of a function whose item starts at the offset `start`.
    fn gated_function(&self, owner: &Owner<'t>, function: &'t Function, start: usize) {
        if self.disabled_feature(&function.attributes).is_none() {
            for ty in function_types(function) {
                self.gated_names(owner, ty, start);
            }
        }
    }

    /// Checks the names in a type of an item that starts at the offset `item`.
    fn gated_names(&self, owner: &Owner<'t>, ty: &'t Type, item: usize) {
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
                (file, name.span.clone(), item),
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
                let start = self.keyword_before(file, &at);
                self.report_gated(
                    owner.package,
                    what,
                    feature,
                    (file, at, start),
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
                let start = self.keyword_before(file, &super::lookup::path_span(&used.path));
                self.report_gated(
                    owner.package,
                    what,
                    feature,
                    (file, at, start),
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
        let (file, span) = (self.owner_file(owner), super::lookup::path_span(path));
        let start = self.keyword_before(file, &span);
        let at = (file, span, start);
        let location = (self.owner_file(&target), target.name.span.clone());
        self.report_gated(owner.package, what, feature, at, location);
    }

    /// Reports the use of a gated item, at its file, its span, and the start of the item that it is in.
    fn report_gated(
        &self,
        package: usize,
        what: String,
        feature: &str,
        at: (FileId, Span, usize),
        defined: (FileId, Span),
    ) {
        let attribute = format!("@unstable(feature = {feature})");
        let edit = self.add_attribute(at.0, at.2, &attribute);
        let at = (at.0, at.1);
        if self.definition_reported(package, &defined, &at, &edit) {
            return;
        }
        let kind = GateError::Disabled { what: what.clone(), feature: feature.to_owned() };
        let diagnostic = Diagnostic::at(kind, at.0, at.1, "used by an item without that gate")
            .with_label(defined.0, defined.1, "gated here")
            .with_help(Help::edits(
                format!(
                    "add `{attribute}` to the item that uses {what}, or `features: [\"{feature}\"]` to the macro call"
                ),
                vec![edit],
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
                .with_help(self.gate(file, name.span.start, "function", feature));
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
            .with_help(self.gate(file, self.keyword_before(file, &name.span), "type", feature));
        self.report(owner.package, diagnostic);
    }

    /// Returns the help that gates an item.
    fn gate(&self, file: FileId, start: usize, what: &str, feature: &str) -> Help {
        let attribute = format!("@unstable(feature = {feature})");
        let edit = self.add_attribute(file, start, &attribute);
        let sentence = format!(
            "add `{attribute}` to the {what}, or `features: [\"{feature}\"]` to the macro call"
        );
        Help::edits(sentence, vec![edit])
    }
}
