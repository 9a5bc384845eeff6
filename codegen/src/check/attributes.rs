//! Feature gates: attributes that contradict each other, and items that are off where they are needed.

use super::bodies::{function_types, shape_types};
use super::lookup::Local;
use super::model::{Checker, Owner, Target};
use crate::diagnostic::{Diagnostic, GateFault};
use crate::files::FileId;
use crate::syntax::Span;
use crate::syntax::tree::{Attribute, AttributeKind, Body, Name, Path, Shape, Type, TypeDef};

impl<'t> Checker<'t> {
    /// Checks every list of attributes in a package.
    pub(super) fn package_attributes(&self, package: usize) {
        let mut lists: Vec<(FileId, &'t [Attribute])> = Vec::new();
        for (file, scope) in &self.packages[package].scopes {
            for item in &scope.interfaces {
                lists.push((*file, &item.attributes));
                collect(*file, &item.body, &mut lists);
            }
            for item in &scope.worlds {
                lists.push((*file, &item.attributes));
                collect(*file, &item.body, &mut lists);
            }
        }
        for (file, list) in &lists {
            self.attribute_list(package, *file, list);
        }
        self.since(package, &lists);
    }

    fn attribute_list(&self, package: usize, file: FileId, list: &[Attribute]) {
        let find =
            |word: &'static str| list.iter().filter(move |attribute| word_of(attribute) == word);
        for word in ["since", "unstable", "deprecated", "external-id"] {
            let (Some(first), Some(second)) = (find(word).next(), find(word).nth(1)) else {
                continue;
            };
            let kind = GateFault::Twice { name: word.to_owned() };
            let fault = Diagnostic::at(kind, file, second.span.clone(), "again here")
                .with_label(file, first.span.clone(), "first here")
                .with_help("delete one of them");
            self.report(package, fault);
        }
        let (since, unstable) = (find("since").next(), find("unstable").next());
        if let (Some(since), Some(unstable)) = (since, unstable) {
            let fault =
                Diagnostic::at(GateFault::SinceAndUnstable, file, since.span.clone(), "stable")
                    .with_label(file, unstable.span.clone(), "and not stable")
                    .with_help(
                        "delete `@unstable(…)` once the item is stable, and `@since(…)` before",
                    );
            self.report(package, fault);
        }
        let unknown = list.iter().any(|attribute| attribute.kind == AttributeKind::Unknown);
        if let (Some(deprecated), None, None, false) =
            (find("deprecated").next(), since, unstable, unknown)
        {
            let version = self.packages[package].key.as_ref().and_then(|key| key.version.clone());
            let version = version.map_or("1.0.0".to_owned(), |version| version.to_string());
            let fault = Diagnostic::at(
                GateFault::DeprecatedAlone,
                file,
                deprecated.span.clone(),
                "it does not say since when the item is there",
            );
            let help = format!("add `@since(version = {version})` before it");
            self.report(package, fault.with_help(help));
        }
    }

    /// `@since` against the version of the package.
    fn since(&self, package: usize, lists: &[(FileId, &'t [Attribute])]) {
        let Some(key) = &self.packages[package].key else { return };
        let all = lists.iter().flat_map(|(file, list)| list.iter().map(|item| (*file, item)));
        for (file, attribute) in all {
            let AttributeKind::Since(since) = &attribute.kind else { continue };
            let Some(version) = &key.version else {
                return self.unversioned(package, file, attribute, since);
            };
            if since <= version {
                continue;
            }
            let kind = GateFault::Unreleased { since: since.to_string(), package: key.to_string() };
            let mut fault = Diagnostic::at(kind, file, attribute.span.clone(), "in the future");
            if let Some((file, span)) = &self.packages[package].named {
                fault = fault.with_label(*file, span.clone(), "the package's version");
            }
            let help = format!(
                "write `@since(version = {version})`, or make the package `{}@{since}`",
                key.base()
            );
            self.report(package, fault.with_help(help));
        }
    }

    fn unversioned(
        &self,
        package: usize,
        file: FileId,
        attribute: &Attribute,
        since: &semver::Version,
    ) {
        let Some(key) = &self.packages[package].key else { return };
        let kind = GateFault::Unversioned { package: key.to_string() };
        let mut fault = Diagnostic::at(kind, file, attribute.span.clone(), "a version of what?");
        if let Some((file, span)) = &self.packages[package].named {
            fault = fault.with_label(*file, span.clone(), "no version here");
        }
        self.report(package, fault.with_help(format!("write `package {key}@{since};`")));
    }

    /// Checks that nothing that is on needs something that is off.
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

    fn gated_function(&self, owner: &Owner<'t>, function: &'t crate::syntax::tree::Function) {
        if self.off(&function.attributes).is_none() {
            for ty in function_types(function) {
                self.gated_names(owner, ty);
            }
        }
    }

    fn gated_names(&self, owner: &Owner<'t>, ty: &'t Type) {
        for name in ty.names() {
            let (place, feature) = match owner.local(&name.text) {
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
                (file, place.span.clone()),
            );
        }
    }

    fn gated_uses(&self, owner: &Owner<'t>) {
        for used in &owner.body.uses {
            if self.off(&used.attributes).is_some() {
                continue;
            }
            let Some(from) = self.used_interface(owner, used) else { continue };
            let file = self.owner_file(owner);
            let from_file = self.owner_file(&from);
            if let Some(feature) = self.off(from.attributes) {
                let what = from.display();
                let at = super::names::path_span(&used.path);
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
                let (place, feature) = match from.local(&picked.name.text) {
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
                    (from_file, place.span.clone()),
                );
            }
        }
    }

    /// Checks that a path of a world leads to something that is on.
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
        let at = (self.owner_file(owner), super::names::path_span(path));
        let place = (self.owner_file(&target), target.name.span.clone());
        self.off_and_used(owner.package, what, feature, at, place);
    }

    fn off_and_used(
        &self,
        package: usize,
        what: String,
        feature: &str,
        at: (FileId, Span),
        defined: (FileId, Span),
    ) {
        let kind = GateFault::Off { what, feature: feature.to_owned() };
        let fault = Diagnostic::at(kind, at.0, at.1, "used here, where nothing is gated")
            .with_label(defined.0, defined.1, "behind the gate here")
            .with_help(format!(
                "turn it on with `features: [\"{feature}\"]` in the macro call, or put \
                 `@unstable(feature = {feature})` before what uses it, too"
            ));
        self.report(package, fault);
    }

    /// The functions of a resource that is off must be off as well.
    fn inside_off_resource(&self, owner: &Owner<'t>, def: &'t TypeDef, feature: &str) {
        let Shape::Resource(methods) = &def.shape else { return };
        if self.off(owner.attributes).is_some() {
            return;
        }
        for method in methods {
            if self.off(&method.function.attributes).is_some() {
                continue;
            }
            let name = &method.function.name;
            let kind = GateFault::InsideOff {
                what: format!("function `{}`", name.text),
                owner: format!("resource `{}`", def.name.text),
                feature: feature.to_owned(),
            };
            let file = self.owner_file(owner);
            let fault = Diagnostic::at(kind, file, name.span.clone(), "this has no gate")
                .with_label(file, def.name.span.clone(), "this has one")
                .with_help(format!(
                    "put `@unstable(feature = {feature})` before the function as well, or turn it \
                     on with `features: [\"{feature}\"]` in the macro call"
                ));
            self.report(owner.package, fault);
        }
    }

    fn inside_off(&self, owner: &Owner<'t>, name: &Name, feature: &str) {
        let kind = GateFault::InsideOff {
            what: format!("type `{}`", name.text),
            owner: owner.display(),
            feature: feature.to_owned(),
        };
        let file = self.owner_file(owner);
        let fault = Diagnostic::at(kind, file, name.span.clone(), "this has no gate")
            .with_label(file, owner.name.span.clone(), "this has one")
            .with_help(format!(
                "put `@unstable(feature = {feature})` before the type as well, or turn it on with \
                 `features: [\"{feature}\"]` in the macro call"
            ));
        self.report(owner.package, fault);
    }
}

fn word_of(attribute: &Attribute) -> &'static str {
    match attribute.kind {
        AttributeKind::Since(_) => "since",
        AttributeKind::Unstable(_) => "unstable",
        AttributeKind::Deprecated => "deprecated",
        AttributeKind::ExternalId => "external-id",
        AttributeKind::Unknown => "",
    }
}

/// The attributes of everything in a body.
fn collect<'t>(file: FileId, body: &'t Body, lists: &mut Vec<(FileId, &'t [Attribute])>) {
    lists.extend(body.uses.iter().map(|item| (file, &item.attributes[..])));
    lists.extend(body.functions.iter().map(|item| (file, &item.attributes[..])));
    lists.extend(body.includes.iter().map(|item| (file, &item.attributes[..])));
    for def in &body.types {
        lists.push((file, &def.attributes));
        if let Shape::Resource(methods) = &def.shape {
            lists.extend(methods.iter().map(|method| (file, &method.function.attributes[..])));
        }
    }
    for item in &body.externs {
        lists.push((file, &item.attributes));
        if let crate::syntax::tree::ExternKind::Inline(_, body) = &item.kind {
            collect(file, body, lists);
        }
    }
}
