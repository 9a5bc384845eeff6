//! Checks the attributes of feature gates: duplicates, combinations, and versions.

use super::checker::Checker;
use crate::diagnostic::{Diagnostic, Edit, GateError, Help};
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
            let kind = GateError::DuplicateAttribute { name: word.to_owned() };
            let diagnostic = Diagnostic::at(kind, file, second.span.clone(), "duplicate")
                .with_label(file, first.span.clone(), "first here")
                .with_help(Help::edits(
                    "remove one of them",
                    vec![self.remove_attribute(file, &second.span)],
                ));
            self.report(package, diagnostic);
        }
        let (since, unstable) = (find("since").next(), find("unstable").next());
        if let (Some(since), Some(unstable)) = (since, unstable) {
            let diagnostic = Diagnostic::at(
                GateError::SinceAndUnstable,
                file,
                since.span.clone(),
                "marks the item as stable",
            )
            .with_label(file, unstable.span.clone(), "marks the item as unstable")
            .with_help(
                Help::edits(
                    "remove `@unstable(…)` if the item is stable",
                    vec![self.remove_attribute(file, &unstable.span)],
                )
                .or_edits(
                    "remove `@since(…)` if the item is unstable",
                    vec![self.remove_attribute(file, &since.span)],
                )
                .otherwise(
                    "remove `@unstable(…)` if the item is stable, otherwise remove `@since(…)`",
                ),
            );
            self.report(package, diagnostic);
        }
        let unknown = list.iter().any(|attribute| attribute.kind == AttributeKind::Unknown);
        if let (Some(deprecated), None, None, false) =
            (find("deprecated").next(), since, unstable, unknown)
        {
            let diagnostic = Diagnostic::at(
                GateError::DeprecatedAlone,
                file,
                deprecated.span.clone(),
                "neither `@since` nor `@unstable` on this item",
            );
            let remove = vec![self.remove_attribute(file, &deprecated.span)];
            let version = self.packages[package].key.as_ref().and_then(|key| key.version.as_ref());
            let help = match version {
                Some(version) => {
                    let since = format!("@since(version = {version})");
                    let edit = self.add_attribute(file, deprecated.span.start, &since);
                    Help::edits(format!("add `{since}`"), vec![edit])
                }
                None => Help::edits(
                    "remove it: only items of packages with a version can be deprecated",
                    remove,
                ),
            };
            self.report(package, diagnostic.with_help(help));
        }
    }

    /// Checks the versions in `@since` against the version of the package.
    pub(super) fn since(&self, package: usize, lists: &[(FileId, &'t [Attribute])]) {
        let Some(key) = &self.packages[package].key else { return };
        let all = lists.iter().flat_map(|(file, list)| list.iter().map(|item| (*file, item)));
        for (file, attribute) in all {
            let AttributeKind::Since(since) = &attribute.kind else { continue };
            let Some(version) = &key.version else {
                return self.unversioned(package, file, attribute, since, lists);
            };
            if since <= version {
                continue;
            }
            let kind = GateError::Unreleased { since: since.to_string(), package: key.to_string() };
            let mut diagnostic =
                Diagnostic::at(kind, file, attribute.span.clone(), "later version");
            if let Some((file, span)) = &self.packages[package].named {
                diagnostic =
                    diagnostic.with_label(*file, span.clone(), format!("version `{version}`"));
            }
            let arguments = self.remove_attribute(file, &attribute.span);
            let end =
                arguments.range.start + self.source(file)[arguments.range.clone()].trim_end().len();
            let since_here = format!("@since(version = {version})");
            let edit = Edit::new(file, attribute.span.start..end, since_here.clone());
            let sentence = format!(
                "write `{since_here}`, or change the package to `{}@{since}`",
                key.unversioned()
            );
            let help = Help::edits(sentence, vec![edit]);
            self.report(package, diagnostic.with_help(help));
        }
    }

    pub(super) fn unversioned(
        &self,
        package: usize,
        file: FileId,
        attribute: &Attribute,
        since: &semver::Version,
        lists: &[(FileId, &'t [Attribute])],
    ) {
        // An invalid version is already reported.
        if self.packages[package].bad_version {
            return;
        }
        let Some(key) = &self.packages[package].key else { return };
        let kind = GateError::Unversioned { package: key.to_string() };
        let mut diagnostic =
            Diagnostic::at(kind, file, attribute.span.clone(), "version of the package unknown");
        if let Some((file, span)) = &self.packages[package].named {
            diagnostic = diagnostic.with_label(*file, span.clone(), "package without a version");
        }
        let sentence = format!("write `package {key}@{since};`");
        let all = lists.iter().flat_map(|(file, list)| list.iter().map(|item| (*file, item)));
        let all = all.filter(|(_, other)| matches!(other.kind, AttributeKind::Since(_)));
        let newest = all.clone().filter_map(|(_, other)| match &other.kind {
            AttributeKind::Since(version) => Some(version),
            _ => None,
        });
        let newest = newest.max().unwrap_or(since);
        let removals = all.map(|(file, other)| self.remove_attribute(file, &other.span)).collect();
        let help = Help::edits(
            format!("write `package {key}@{newest};`"),
            self.add_version(package, &newest.to_string()),
        )
        .or_edits("remove `@since(…)`", removals)
        .otherwise(sentence);
        self.report(package, diagnostic.with_help(help));
    }

    /// Returns the edits that add a version to a package, and to all paths that lead to it.
    fn add_version(&self, package: usize, version: &str) -> Vec<Edit> {
        let found = &self.packages[package];
        let (Some(key), Some((named_file, named))) = (&found.key, &found.named) else {
            return Vec::new();
        };
        let headers = self.trees[found.folder].iter().filter(|_| !found.nested);
        let headers = headers.filter_map(|(file, tree)| {
            let name = &tree.header.as_ref()?.name;
            (name.plain() == *key).then_some((*file, name.span.end))
        });
        let nested = found.nested.then_some((*named_file, named.end));
        let paths = (0..self.packages.len()).flat_map(|from| self.paths_to(from, key));
        let mut ends: Vec<_> = headers.chain(nested).chain(paths).collect();
        ends.sort_unstable();
        ends.dedup();
        ends.into_iter()
            .map(|(file, end)| Edit::new(file, end..end, format!("@{version}")))
            .collect()
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

/// Collects the attributes of all items in a body.
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
