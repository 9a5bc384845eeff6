//! Reads the previous version of a directory.

use std::path::Path;

use super::export::{Exported, export};
use super::{Baseline, Request};
use frontend::diagnostic::{ArgumentId, Diagnostic, Location};
use frontend::files::{FileId, Files};
use frontend::roots::{Given, Roots};
use frontend::sources::Sources;
use std::collections::BTreeMap;

/// The previous version of a directory.
pub(super) struct Previous {
    pub(super) sources: Sources,
    /// The errors in it.
    pub(super) diagnostics: Vec<Diagnostic>,
    /// The name of the version in messages: `v1.0.0`, or the path of a folder or file.
    pub(super) name: String,
    /// The revision of its files.
    revision: Option<String>,
}

/// Reads the previous version.
///
/// # Errors
///
/// The reason why Git cannot read it.
pub(super) fn read(request: &Request, baseline: &Baseline) -> Result<Previous, Box<Diagnostic>> {
    match baseline {
        Baseline::Path(path) => {
            let roots = Roots { path: vec![path.clone()], inline: None, ..request.roots.clone() };
            let (sources, diagnostics) = Sources::read(&roots);
            Ok(Previous { sources, diagnostics, name: path.value.clone(), revision: None })
        }
        Baseline::Git(Given { value, argument }) => {
            let Roots { manifest_dir, path, .. } = &request.roots;
            let Exported { folder, manifest_dir, roots, revision } =
                export(manifest_dir, path, value).map_err(|mut error| {
                    error.location = Location::Argument(*argument);
                    error
                })?;
            let (sources, diagnostics) = read_exported(request, &manifest_dir, roots, *argument);
            drop(folder);
            let name = revision.clone();
            Ok(Previous { sources, diagnostics, name, revision: Some(revision) })
        }
    }
}

fn read_exported(
    request: &Request,
    manifest_dir: &Path,
    roots: Vec<String>,
    argument: ArgumentId,
) -> (Sources, Vec<Diagnostic>) {
    let path = roots.into_iter().map(|value| Given { value, argument });
    let roots = Roots {
        manifest_dir: manifest_dir.to_owned(),
        path: path.collect(),
        inline: None,
        max_file_size: request.roots.max_file_size,
    };
    Sources::read(&roots)
}

impl Previous {
    /// Adds the files of the previous version to others, and returns their new ids.
    pub(super) fn add_to(&self, files: &mut Files) -> BTreeMap<FileId, FileId> {
        let own = self.sources.files.iter();
        let ids = own.map(|(id, file)| {
            let added = match &self.revision {
                Some(revision) => files.add_revision(file.clone(), revision),
                None => files.add(file.clone()),
            };
            (id, added)
        });
        ids.collect()
    }
}
