//! Properties of all directories, tested on random ones.

mod digests;
mod graphs;
mod random_wit;

use std::fs;
use std::path::Path;

use super::Workspace;
use crate::request::Request;
use frontend::diagnostic::Diagnostic;
use frontend::sources::Sources;

fn write(folder: &Path, path: &str, content: impl AsRef<[u8]>) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("writable");
    fs::write(path, content).expect("writable");
}

/// Resolves the packages of a crate, and returns the diagnostics, also as messages.
fn resolve(folder: &Path) -> (Workspace, Vec<Diagnostic>, String) {
    let request = Request::new(folder.to_owned());
    let (sources, mut diagnostics) = Sources::read(&request.roots);
    let (workspace, more) = Workspace::resolve(&request, &sources);
    diagnostics.extend(more);
    let messages = diagnostics.iter().map(|it| it.render(&sources.files) + "\n").collect();
    (workspace, diagnostics, messages)
}
