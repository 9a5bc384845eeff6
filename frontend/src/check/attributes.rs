//! Feature gates: attributes that contradict each other, and items that are off where they are needed.

use super::model::Checker;
use crate::diagnostic::{Diagnostic, GateError};
use crate::files::FileId;
use crate::syntax::tree::{Attribute, AttributeKind, Body, Shape};

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

    pub(super) fn attribute_list(&self, package: usize, file: FileId, list: &[Attribute]) {
        let find =
            |word: &'static str| list.iter().filter(move |attribute| word_of(attribute) == word);
        for word in ["since", "unstable", "deprecated", "external-id"] {
            let (Some(first), Some(second)) = (find(word).next(), find(word).nth(1)) else {
                continue;
            };
            let kind = GateError::Twice { name: word.to_owned() };
            let fault = Diagnostic::at(kind, file, second.span.clone(), "again here")
                .with_label(file, first.span.clone(), "first here")
                .with_help("delete one of them");
            self.report(package, fault);
        }
        let (since, unstable) = (find("since").next(), find("unstable").next());
        if let (Some(since), Some(unstable)) = (since, unstable) {
            let fault =
                Diagnostic::at(GateError::SinceAndUnstable, file, since.span.clone(), "stable")
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
                GateError::DeprecatedAlone,
                file,
                deprecated.span.clone(),
                "it does not say since when the item is there",
            );
            let help = format!("add `@since(version = {version})` before it");
            self.report(package, fault.with_help(help));
        }
    }

    /// `@since` against the version of the package.
    pub(super) fn since(&self, package: usize, lists: &[(FileId, &'t [Attribute])]) {
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
            let kind = GateError::Unreleased { since: since.to_string(), package: key.to_string() };
            let mut fault = Diagnostic::at(kind, file, attribute.span.clone(), "in the future");
            if let Some((file, span)) = &self.packages[package].named {
                fault = fault.with_label(*file, span.clone(), "the package's version");
            }
            let help = format!(
                "write `@since(version = {version})`, or make the package `{}@{since}`",
                key.unversioned()
            );
            self.report(package, fault.with_help(help));
        }
    }

    pub(super) fn unversioned(
        &self,
        package: usize,
        file: FileId,
        attribute: &Attribute,
        since: &semver::Version,
    ) {
        // A version that could not be read was told.
        if self.packages[package].bad_version {
            return;
        }
        let Some(key) = &self.packages[package].key else { return };
        let kind = GateError::Unversioned { package: key.to_string() };
        let mut fault = Diagnostic::at(kind, file, attribute.span.clone(), "a version of what?");
        if let Some((file, span)) = &self.packages[package].named {
            fault = fault.with_label(*file, span.clone(), "no version here");
        }
        self.report(package, fault.with_help(format!("write `package {key}@{since};`")));
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
