//! Packages in memory.

use airssys_bindings_frontend::check::{Input, check};
use airssys_bindings_frontend::diagnostic::Diagnostic;
use airssys_bindings_frontend::files::{FileId, Files, SourceFile};
use airssys_bindings_frontend::sources::Folder;

/// Packages that may depend on each other.
#[derive(Default)]
pub(crate) struct Packages {
    pub(crate) files: Files,
    pub(crate) folders: Vec<Folder>,
    /// `true` to check with all features on.
    pub(crate) all_features: bool,
}

impl Packages {
    /// Creates packages of one file each from the paths and sources of the files. A path with `deps` is that of a dependency.
    pub(crate) fn new(sources: &[(&str, &str)]) -> Self {
        let mut packages = Self::default();
        for (path, source) in sources {
            let file = packages.add_file(path, (*source).to_owned());
            let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            packages.folders.push(Folder {
                path: folder.to_owned(),
                wit: vec![file],
                dependency: folder.contains("deps"),
                ..Folder::default()
            });
        }
        packages
    }

    /// Adds a file that is in no folder yet.
    pub(crate) fn add_file(&mut self, path: &str, text: String) -> FileId {
        self.files.add(SourceFile {
            path: path.to_owned(),
            absolute: path.into(),
            text,
            byte_order_mark: false,
            executable: false,
        })
    }

    /// Returns all errors.
    pub(crate) fn errors(&self) -> Vec<Diagnostic> {
        let input = Input {
            files: &self.files,
            folders: &self.folders,
            decoded: &[],
            features: &[],
            all_features: self.all_features,
            accessors: true,
        };
        check(&input).into_iter().map(|(_, error)| error).collect()
    }
}
