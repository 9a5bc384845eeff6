//! The target folder and the build of this macro, from the arguments of the compiler that runs it.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use std::{env, fs};

use airssys_bindings_codegen::fix::Fix;
use airssys_bindings_codegen::{Memo, Request};

/// A part of the file name of this macro's library.
const LIBRARY: &str = concat!(env!("CARGO_CRATE_NAME"), "-");

/// Returns `true` if this process is the compiler, which compiles one crate, and not a server that expands macros for an
/// editor.
pub(crate) fn is_running() -> bool {
    env::args().any(|argument| argument == "--crate-name")
}

/// Returns the target folder of the crate that calls the macro: the output folder of the compiler is
/// `target/debug/deps`, or `target/<triple>/debug/deps` with `--target`.
fn target_folder() -> Option<PathBuf> {
    Some(profile_folder()?.parent()?.to_owned())
}

/// Returns the name of the folder of the profile in the target folder: `debug`.
fn profile() -> Option<OsString> {
    Some(profile_folder()?.file_name()?.to_owned())
}

fn profile_folder() -> Option<PathBuf> {
    Some(path_after("--out-dir")?.parent()?.to_owned())
}

/// Returns the target folder if rustdoc runs this macro: its output folder is `target/doc`.
fn target_folder_of_rustdoc() -> Option<PathBuf> {
    let program = env::args_os().next()?;
    let is_rustdoc = Path::new(&program).file_stem().is_some_and(|name| name == "rustdoc");
    let output = path_after("-o").filter(|_| is_rustdoc)?;
    Some(output.parent()?.to_owned())
}

/// Returns the path after an argument of the compiler.
fn path_after(argument: &str) -> Option<PathBuf> {
    let mut arguments = env::args().skip_while(|other| other != argument);
    Some(absolute(&arguments.nth(1)?))
}

/// Returns `target/airssys-bindings/package`.
fn package_folder(target: &Path, request: &Request) -> PathBuf {
    target.join("airssys-bindings").join(&request.output.call.package)
}

/// Returns the folder for files that the macro writes. Without an output folder, it is below the folder of the crate.
pub(crate) fn output_folder(request: &Request) -> PathBuf {
    let target = target_folder().or_else(target_folder_of_rustdoc);
    let target = target.unwrap_or_else(|| request.roots.manifest_dir.join("target"));
    package_folder(&target, request)
}

/// Returns the cache of the expansion, unless the build of this macro is unknown.
pub(crate) fn memo(request: &Request) -> Option<Memo> {
    // One folder for each profile: a debug build and a release build keep their own results.
    let folder = package_folder(&target_folder()?, request).join(profile()?);
    let generator = macro_builds();
    (!generator.is_empty()).then(|| Memo::of(request, &folder, generator))
}

/// Returns the files that fixes may change: none unless a compiler runs the macro for a package that the user named.
pub(crate) fn fix() -> Option<Fix> {
    let by_user = env::var_os("CARGO_PRIMARY_PACKAGE").is_some() && target_folder().is_some();
    by_user.then(Fix::of_environment)?
}

/// Returns the libraries that can be this macro, in the folders that the compiler searches, with their sizes and times,
/// which differ from build to build.
///
/// The folders have a library for each set of features. On Linux, those that this process did not load are left out, so
/// that building one of them keeps the results of the others.
fn macro_builds() -> String {
    let loaded = fs::read_to_string("/proc/self/maps").ok();
    let arguments: Vec<String> = env::args().collect();
    let folders = arguments.iter().filter_map(|argument| argument.strip_prefix("dependency="));
    let entries = folders.filter_map(|folder| fs::read_dir(absolute(folder)).ok()).flatten();
    let builds = entries.flatten().filter_map(|entry| {
        let name = entry.file_name().into_string().ok()?;
        let is_library =
            [".so", ".dylib", ".dll"].iter().any(|extension| name.ends_with(extension));
        let is_loaded = loaded.as_ref().is_none_or(|loaded| loaded.contains(&name));
        if !is_library || !name.contains(LIBRARY) || !is_loaded {
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
