//! Collects the errors, and adds a label to a reported error instead of reporting it again.

use std::collections::BTreeMap;

use super::checker::Checker;
use crate::diagnostic::{ALSO_HERE, Change, Diagnostic, Edit, Label, Location};
use crate::files::FileId;
use crate::package_name::PackageName;
use crate::syntax::Span;

impl<'t> Checker<'t> {
    /// Returns the errors, each with all spans of its mistake.
    pub(super) fn into_diagnostics(self) -> Vec<(usize, Diagnostic)> {
        let mut diagnostics = self.diagnostics.into_inner();
        let missing = self.missing.into_inner().into_values();
        let missing: BTreeMap<_, _> = missing
            .filter_map(|spans| {
                let (file, span) = spans.first()?;
                Some(((*file, span.start, span.end), spans))
            })
            .collect();
        for (_, diagnostic) in &mut diagnostics {
            let Location::Source(label) = &diagnostic.location else { continue };
            let spans = missing.get(&(label.file, label.range.start, label.range.end));
            for (file, span) in spans.into_iter().flatten().skip(1).take(4) {
                diagnostic.labels.push(Label::new(*file, span.clone(), ALSO_HERE));
            }
        }
        diagnostics
    }

    /// Returns `true` and adds a label and an edit if an error about the definition is already reported for the package.
    pub(super) fn definition_reported(
        &self,
        package: usize,
        defined: &(FileId, Span),
        at: &(FileId, Span),
        edit: &Edit,
    ) -> bool {
        let key = (package, defined.0, defined.1.start);
        let mut diagnostics = self.diagnostics.borrow_mut();
        let mut reported = self.reported.borrow_mut();
        match reported.get(&key) {
            Some(number) => {
                let diagnostic = &mut diagnostics[*number].1;
                if diagnostic.labels.len() < 5 {
                    diagnostic.labels.push(Label::new(at.0, at.1.clone(), ALSO_HERE));
                }
                let candidates = diagnostic.help.iter_mut().flat_map(|help| &mut help.candidates);
                for candidate in candidates {
                    if let Change::Edits(edits) = &mut candidate.change
                        && !edits.contains(edit)
                    {
                        edits.push(edit.clone());
                    }
                }
                true
            }
            None => {
                reported.insert(key, diagnostics.len());
                false
            }
        }
    }

    /// Returns `true` and adds a label if an error about a missing item of that name is already reported.
    pub(super) fn name_reported(&self, package: usize, name: &str, at: (FileId, Span)) -> bool {
        let mut diagnostics = self.diagnostics.borrow_mut();
        let mut unknown = self.unknown.borrow_mut();
        let key = (package, name.to_owned());
        match unknown.get(&key) {
            Some(number) => {
                let labels = &mut diagnostics[*number].1.labels;
                if labels.len() < 5 {
                    labels.push(Label::new(at.0, at.1, ALSO_HERE));
                }
                true
            }
            None => {
                unknown.insert(key, diagnostics.len());
                false
            }
        }
    }

    /// Records a missing package. Returns `true` at the first span that names it.
    pub(super) fn first_missing(
        &self,
        package: usize,
        key: &PackageName,
        file: FileId,
        span: &Span,
    ) -> bool {
        let mut missing = self.missing.borrow_mut();
        let location = (file, span.clone());
        let spans = missing.entry((package, key.clone())).or_default();
        spans.push(location);
        spans.len() == 1
    }

    /// Reports an error of a package.
    pub(super) fn report(&self, package: usize, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push((self.packages[package].folder, diagnostic));
    }

    /// Reports an error of a folder.
    pub(super) fn report_folder(&self, folder: usize, diagnostic: Diagnostic) {
        self.diagnostics.borrow_mut().push((folder, diagnostic));
    }
}
