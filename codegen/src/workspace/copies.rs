//! Compares the copies of packages in WIT sources with the selected ones: both must resolve to the same items.

use crate::wit_parser::{PackageId, Resolve};

use super::compatibility::{self, Difference, Items};
use super::duplicates::Selection;
use super::manifests::PackageRefs;
use super::parse::{Unit, locate};
use super::{Parsed, RejectedFolder, Workspace, resolver};
use crate::catch_panic::catch_panic;
use crate::wit::package_name;
use frontend::diagnostic::{Diagnostic, Label, Location, PackageError};
use frontend::sources::{Folder, Sources};
use std::collections::BTreeMap;

/// Returns an error for each copy that differs from the selected one, and for each that is invalid.
pub(super) fn differing(
    sources: &Sources,
    parsed: &Parsed,
    workspace: &Workspace,
    selection: &Selection<'_>,
) -> Vec<RejectedFolder> {
    let refs = BTreeMap::new();
    let mut comparison = Comparison { sources, parsed, workspace, trial: None, refs };
    let pairs = selection.copies.iter().map(|&copy| {
        let copy = &parsed.units[copy];
        (copy, &parsed.units[selection.selected[&copy.package.name]])
    });
    let rejected = pairs.filter_map(|(copy, selected)| {
        let diagnostic = comparison.compare(copy, selected)?;
        Some(RejectedFolder { folder: copy.folder, diagnostic })
    });
    rejected.collect()
}

struct Comparison<'a> {
    sources: &'a Sources,
    parsed: &'a Parsed,
    workspace: &'a Workspace,
    /// The packages of the workspace, and copies that were compared.
    trial: Option<Resolve>,
    /// The package names in the folders of the errors.
    refs: BTreeMap<usize, PackageRefs>,
}

impl Comparison<'_> {
    /// Returns the error of a copy that differs from the selected one.
    fn compare(&mut self, copy: &Unit, selected: &Unit) -> Option<Diagnostic> {
        let [one, other] = [copy, selected].map(|unit| &self.sources.folders[unit.folder]);
        if copy.folder == selected.folder {
            return Some(self.error(copy, selected, None));
        }
        if same_sources(self.sources, one, other) {
            return None;
        }
        // If the selected copy is invalid, that is the error.
        let resolve = &self.workspace.resolve;
        let mut packages = self.workspace.packages.iter();
        let known = packages.find(|package| {
            package.folder == Some(selected.folder)
                && resolve.packages[package.id].name == copy.package.name
        })?;
        let known = known.id;
        let mut trial = self.trial.take().unwrap_or_else(|| resolve.clone());
        let id = match self.push(&mut trial, copy) {
            Ok(id) => id,
            // The `Resolve` is unusable after an error.
            Err(error) => return Some(*error),
        };
        let [known_items, items] = [known, id].map(|id| Items::of(&trial, id));
        let difference = compatibility::difference(&known_items, &items);
        let error = difference.map(|it| self.error(copy, selected, Some((&trial, it))));
        trial.package_names.insert(copy.package.name.clone(), known);
        self.trial = Some(trial);
        error
    }

    /// Pushes a copy in place of the package with its name.
    fn push(&self, trial: &mut Resolve, copy: &Unit) -> Result<PackageId, Box<Diagnostic>> {
        let folder = &self.sources.folders[copy.folder];
        let task = format!("resolving the package `{}`", copy.package.name);
        let offset = trial.push_source_map(self.parsed.maps[copy.map].clone());
        trial.package_names.swap_remove(&copy.package.name);
        let pushed = catch_panic(&task, Location::Path(folder.path.clone()), || {
            trial.push(copy.package.clone(), offset)
        })?;
        let files = &self.sources.files;
        let map = &trial.source_map;
        pushed.map_err(|error| Box::new(resolver::resolve_error(files, map, folder, &error)))
    }

    /// The error of a copy, with both locations and the first difference.
    fn error(
        &mut self,
        copy: &Unit,
        selected: &Unit,
        difference: Option<(&Resolve, Difference)>,
    ) -> Diagnostic {
        let sources = self.sources;
        let [one, other] = [copy, selected].map(|unit| &sources.folders[unit.folder]);
        let name = package_name(&copy.package.name);
        let error = PackageError::Duplicate { package: name.to_string() };
        let mut declaration = |unit: &Unit| {
            let refs = self.refs.entry(unit.folder);
            refs.or_insert_with(|| PackageRefs::of(sources, unit.folder)).find(&name, true)
        };
        let mut error = match declaration(copy) {
            Some((file, range)) => Diagnostic::at(error, file, range, "defined again here"),
            None => Diagnostic::new(error, Location::Path(one.path.clone())),
        };
        if let Some((file, range)) = declaration(selected) {
            error = error.with_label(file, range, "first defined here");
        }
        if let Some((resolve, Difference { reason, spans })) = difference {
            for span in spans {
                if let Some((file, range)) = locate(&sources.files, &resolve.source_map, span) {
                    error.labels.push(Label::new(file, range, ""));
                }
            }
            error = error.with_step(reason, None);
        }
        error.with_help(help(one, other))
    }
}

/// Returns the help for a copy that differs: a copy below `deps` is unnecessary if there is another one.
fn help(copy: &Folder, selected: &Folder) -> String {
    if copy.dependency && !selected.dependency {
        return format!("remove `{}`", copy.path);
    }
    let (copy, selected) = (&copy.path, &selected.path);
    format!("remove `{copy}` or `{selected}`, or change the version of one of them")
}

/// `true` if two folders have the same WIT sources, under whatever file names.
fn same_sources(sources: &Sources, one: &Folder, other: &Folder) -> bool {
    let texts = |folder: &Folder| {
        let mut texts: Vec<&str> =
            folder.wit.iter().map(|&id| sources.files.get(id).text.as_str()).collect();
        texts.sort_unstable();
        texts
    };
    texts(one) == texts(other)
}
