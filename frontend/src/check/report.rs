//! The faults that were found, with several places of one mistake brought together.

use super::model::Checker;
use crate::diagnostic::{Diagnostic, Label, Location};
use crate::files::FileId;
use crate::package_name::PackageName;
use crate::syntax::Span;

impl<'t> Checker<'t> {
    pub(super) fn faults(self) -> Vec<(usize, Diagnostic)> {
        let mut faults = self.faults.into_inner();
        for (_, places) in self.missing.into_inner() {
            let Some((first, more)) = places.split_first() else { continue };
            let found = faults.iter_mut().map(|(_, fault)| fault).find(|fault| {
                matches!(&fault.location, Location::Source(label)
                    if label.file == first.0 && label.range == first.1)
            });
            let Some(fault) = found else { continue };
            for (file, span) in more.iter().take(4) {
                fault.labels.push(Label::new(*file, span.clone(), "and here"));
            }
        }
        faults
    }

    /// Whether a fault of a package about something defined at a place was reported; if so, it gets another label.
    pub(super) fn told_already(
        &self,
        package: usize,
        defined: &(FileId, Span),
        at: &(FileId, Span),
    ) -> bool {
        let key = (package, defined.0, defined.1.start);
        let mut faults = self.faults.borrow_mut();
        let mut told = self.told.borrow_mut();
        match told.iter().find(|(other, _)| *other == key) {
            Some((_, number)) => {
                let labels = &mut faults[*number].1.labels;
                if labels.len() < 5 {
                    labels.push(Label::new(at.0, at.1.clone(), "and here"));
                }
                true
            }
            None => {
                told.push((key, faults.len()));
                false
            }
        }
    }

    /// Whether a fault of a package about an item of that name was reported; if so, it gets another label.
    pub(super) fn told_of(&self, package: usize, name: &str, at: (FileId, Span)) -> bool {
        let mut faults = self.faults.borrow_mut();
        let mut unknown = self.unknown.borrow_mut();
        let known = unknown.iter().find(|((other, item), _)| *other == package && item == name);
        match known {
            Some((_, number)) => {
                let labels = &mut faults[*number].1.labels;
                if labels.len() < 5 {
                    labels.push(Label::new(at.0, at.1, "and here"));
                }
                true
            }
            None => {
                unknown.push(((package, name.to_owned()), faults.len()));
                false
            }
        }
    }

    /// Remembers that a package is missing. Whether this is the first place that names it.
    pub(super) fn first_missing(
        &self,
        package: usize,
        key: &PackageName,
        file: FileId,
        span: &Span,
    ) -> bool {
        let mut missing = self.missing.borrow_mut();
        let place = (file, span.clone());
        let id = (package, key.clone());
        match missing.iter_mut().find(|(other, _)| *other == id) {
            Some((_, places)) => {
                places.push(place);
                false
            }
            None => {
                missing.push((id, vec![place]));
                true
            }
        }
    }

    /// Reports a fault of a package.
    pub(super) fn report(&self, package: usize, fault: Diagnostic) {
        self.faults.borrow_mut().push((self.packages[package].folder, fault));
    }

    /// Reports a fault of a folder.
    pub(super) fn report_folder(&self, folder: usize, fault: Diagnostic) {
        self.faults.borrow_mut().push((folder, fault));
    }
}
