//! From the arguments of the compiler that runs the macro: where it writes, and which build of the macro it loaded.

use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use std::{env, fs};

use airssys_bindings_codegen::{Memo, Request};

/// What the file of the macro has in its name.
const MACRO: &str = concat!(env!("CARGO_CRATE_NAME"), "-");

/// The target folder of whoever is being compiled: rustc is told to put its output into `target/debug/deps`. With
/// `--target` it is the folder of that target.
fn target_folder() -> Option<PathBuf> {
    let arguments: Vec<String> = env::args().collect();
    let output = arguments.iter().position(|argument| argument == "--out-dir")?;
    let output = absolute(arguments.get(output + 1)?);
    Some(output.parent()?.parent()?.to_owned())
}

/// `target/airssys-bindings/package`, for what the macro writes.
fn below(target: &Path, request: &Request) -> PathBuf {
    target.join("airssys-bindings").join(&request.output.call.package)
}

/// The folder for what the macro writes; below the folder of the crate if the compiler does not say where its output goes.
pub(crate) fn folder(request: &Request) -> PathBuf {
    let target = target_folder().unwrap_or_else(|| request.roots.manifest_dir.join("target"));
    below(&target, request)
}

/// Where the outcome of an expansion is kept, if it is known which build of the macro this is.
pub(crate) fn memo(request: &Request) -> Option<Memo> {
    let folder = below(&target_folder()?, request);
    let generator = builds_of_macro();
    (!generator.is_empty()).then(|| Memo::of(request, &folder, generator))
}

/// The files that may be this macro, in the folders in which the compiler looks for it, with their sizes and times: each
/// build is another one.
fn builds_of_macro() -> String {
    let arguments: Vec<String> = env::args().collect();
    let folders = arguments.iter().filter_map(|argument| argument.strip_prefix("dependency="));
    let entries = folders.filter_map(|folder| fs::read_dir(absolute(folder)).ok()).flatten();
    let builds = entries.flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let is_library = [".so", ".dylib", ".dll"].iter().any(|end| name.ends_with(end));
        if !is_library || !name.contains(MACRO) {
            return None;
        }
        let metadata = entry.metadata().ok()?;
        let written = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        Some(format!("{} {} {}\n", entry.path().display(), metadata.len(), written.as_nanos()))
    });
    let mut builds: Vec<String> = builds.collect();
    builds.sort();
    builds.concat()
}

fn absolute(path: impl AsRef<Path>) -> PathBuf {
    env::current_dir().unwrap_or_default().join(path)
}
