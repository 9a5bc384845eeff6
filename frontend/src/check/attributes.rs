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
                    vec![Edit::new(file, second.span.start..second.end, "")],
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
            .with_help(either_removed(file, unstable, since));
            self.report(package, diagnostic);
        }
        let unknown = list.iter().any(|attribute| attribute.kind == AttributeKind::Unknown);
        if let (Some(deprecated), None, None, false) =
            (find("deprecated").next(), since, unstable, unknown)
        {
            let version = self.packages[package].key.as_ref().and_then(|key| key.version.clone());
            let version = version.map_or("1.0.0".to_owned(), |version| version.to_string());
            let diagnostic = Diagnostic::at(
                GateError::DeprecatedAlone,
                file,
                deprecated.span.clone(),
                "neither `@since` nor `@unstable` on this item",
            );
            let attribute = format!("@since(version = {version})");
            let at = deprecated.span.start;
            let edit = Edit::new(file, at..at, format!("{attribute}\n{}", self.indent(file, at)));
            let help = Help::edits(format!("add `{attribute}`"), vec![edit]);
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
                return self.unversioned(package, file, attribute, since);
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
            let better = format!("@since(version = {version})");
            let edit = Edit::new(file, attribute.span.start..attribute.end, better.as_str());
            let sentence = format!(
                "write `{better}`, or change the package to `{}@{since}`",
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
        let help = match &self.packages[package].named {
            Some((file, span)) => {
                let edit = Edit::new(*file, span.clone(), format!("{key}@{since}"));
                Help::edits(sentence, vec![edit])
            }
            None => sentence.into(),
        };
        self.report(package, diagnostic.with_help(help));
    }

    /// Returns the white space at the start of the line of an offset.
    fn indent(&self, file: FileId, at: usize) -> &'t str {
        let before = &self.input.files.get(file).text[..at];
        let line = before.rfind('\n').map_or(before, |start| &before[start + 1..]);
        &line[..line.len() - line.trim_start().len()]
    }
}

/// Returns the help to remove one of two attributes.
fn either_removed(file: FileId, unstable: &Attribute, since: &Attribute) -> Help {
    let removed = |word, attribute: &Attribute| {
        let edit = Edit::new(file, attribute.span.start..attribute.end, "");
        Help::edits(format!("remove `@{word}(…)`"), vec![edit]).candidates
    };
    Help {
        sentence: "remove `@unstable(…)` if the item is stable, otherwise remove `@since(…)`"
            .to_owned(),
        candidates: [removed("unstable", unstable), removed("since", since)].concat(),
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
