//! A configuration, and what becomes of it.

use std::panic;
use std::path::{Path, PathBuf};
use std::{fs, io, process};

use airssys_bindings_codegen::diagnostic::{ArgumentError, Diagnostic, Location};
use airssys_bindings_codegen::output;
use airssys_bindings_codegen::request::Request;
use airssys_bindings_codegen::roots::{Given, Roots};

use super::arguments::Arguments;
use super::{Error, Generated, environment, generated, roots};

/// What to generate: the options of `airssys_bindings!`, by the same names, and one method for each thing to do with
/// the code.
///
/// ```no_run
/// use airssys_bindings::build::Config;
///
/// Config::new()
///     .path(["wit", "../shared/wit"])
///     .world("backend")
///     .additional_derives(["PartialEq"])
///     .generate();
/// ```
///
/// An option that takes one value keeps the last that it was given; lists and tables are added to. There is no
/// `debug`, since the code is in a file as it is.
///
/// The code is that of the macro but for the names of the sections that describe the worlds: they have the name of
/// the crate, its version up to where Cargo takes versions for incompatible, and the file. So a file belongs to one target
/// of a package: where the binaries and the library of a package need the same bindings, the library has them.
#[derive(Clone, Debug)]
pub struct Config {
    pub(super) request: Request,
    faults: Vec<Diagnostic>,
    pub(super) arguments: Arguments,
    /// The options that were given, of those that may be about one side.
    named: Vec<Given<&'static str>>,
    package: String,
    version: String,
}

impl Default for Config {
    #[track_caller]
    fn default() -> Self {
        Self::new()
    }
}

impl Config {
    /// No options, for the crate that Cargo is building or testing.
    #[track_caller]
    #[must_use]
    pub fn new() -> Self {
        let (package, version) = environment::package();
        Self::of_package(environment::manifest_dir(), package, version)
    }

    /// No options, for another crate: the folder of its `Cargo.toml`, its name and its version.
    #[track_caller]
    #[must_use]
    pub fn of_package(
        manifest_dir: impl Into<PathBuf>,
        package: impl Into<String>,
        version: impl Into<String>,
    ) -> Self {
        let request = Request::new(manifest_dir);
        Self {
            request,
            faults: Vec::new(),
            arguments: Arguments::new(panic::Location::caller()),
            named: Vec::new(),
            package: package.into(),
            version: version.into(),
        }
    }

    /// Writes the code to `airssys_bindings.rs` in the folder for what a build script makes, for
    /// [`include_bindings!`](crate::include_bindings).
    ///
    /// Tells Cargo what to watch. Warnings are those of the build script, `cargo::warning=…`. If there is an error, it goes to the
    /// standard error stream, as the macro would tell it, and the process ends with the exit code 1.
    pub fn generate(&self) {
        let path = environment::out_dir().map(|folder| folder.join("airssys_bindings.rs"));
        self.or_exit(path.ok_or(Error::NoOutDir));
    }

    /// Writes the code to a file, whose path is relative to `Cargo.toml`, if it is not there already.
    ///
    /// Warnings and errors are told as [`Config::generate`] does. Of the sources of a package that is being published, a
    /// build script may change nothing: a test with [`Config::assert_up_to_date`] does not have that problem.
    pub fn write_to(&self, path: impl AsRef<Path>) {
        self.or_exit(Ok(path.as_ref().to_owned()));
    }

    /// Generates the code for a file, and neither writes nor prints anything.
    ///
    /// # Errors
    ///
    /// The faults of WIT files, manifests and options.
    pub fn try_generate(&self, path: impl AsRef<Path>) -> Result<Generated, Error> {
        let path = path.as_ref();
        let below = path.strip_prefix(&self.request.roots.manifest_dir).unwrap_or(path);
        let file =
            if below.is_absolute() { below.file_name().map_or(below, Path::new) } else { below };
        let call = environment::call(&self.package, &self.version, &file.to_string_lossy());
        let mut request = self.request.clone();
        request.output.call = call;
        let empty = self.empty_package(below).map(|path| path.to_string_lossy().replace('\\', "/"));
        request.host.empty_package = empty;
        generated::generate(&request, self.faults(), &self.arguments)
    }

    /// Where a path is that is relative to `Cargo.toml`.
    pub(super) fn absolute(&self, path: &Path) -> PathBuf {
        self.request.roots.manifest_dir.join(path)
    }

    fn or_exit(&self, path: Result<PathBuf, Error>) {
        let is_build_script = environment::is_build_script();
        if is_build_script {
            roots::print(&self.watched());
        }
        let written = path.and_then(|path| {
            let generated = self.try_generate(&path)?;
            for warning in &generated.warnings {
                warn(warning, is_build_script);
            }
            self.write_empty_package(&path)?;
            write(&self.absolute(&path), &generated.source)
        });
        if let Err(error) = written {
            eprintln!("{error}");
            process::exit(1);
        }
    }

    fn watched(&self) -> Vec<String> {
        let Request { roots: Roots { path, manifest_dir, inline, .. }, host, .. } = &self.request;
        let roots: Vec<String> = path.iter().map(|root| root.value.clone()).collect();
        let mut watched = airssys_bindings_codegen::watched(manifest_dir, &roots);
        let stands_alone = inline.is_some() || host.interfaces.is_some();
        if roots.is_empty() && stands_alone && !manifest_dir.join("wit").exists() {
            watched.retain(|path| path != "wit");
        }
        watched
    }

    #[track_caller]
    pub(super) fn given(&mut self, value: impl Into<String>) -> Given<String> {
        let value = value.into();
        self.arguments.given(value.clone(), &value)
    }

    /// Remembers that an option was given, until it is known for which side.
    #[track_caller]
    pub(super) fn named(&mut self, option: &'static str) {
        self.named.push(self.arguments.given(option, ""));
    }

    /// The faults of the options, with those that are not for this side.
    fn faults(&self) -> Vec<Diagnostic> {
        let of_other_side = self.named.iter().filter_map(|Given { value: option, argument }| {
            let (fault, help) = output::other_side(option, self.request.side)?;
            Some(Diagnostic::new(fault, Location::Argument(*argument)).with_help(help))
        });
        self.faults.iter().cloned().chain(of_other_side).collect()
    }

    #[track_caller]
    pub(super) fn fault(&mut self, fault: ArgumentError, text: &str, help: &str) {
        let place = Location::Argument(self.arguments.given((), text).argument);
        self.faults.push(Diagnostic::new(fault, place).with_help(help));
    }
}

/// Writes a file that says something else, and makes the folders that it needs.
pub(super) fn write(path: &Path, text: &str) -> Result<(), Error> {
    if fs::read_to_string(path).is_ok_and(|old| old == text) {
        return Ok(());
    }
    let folder = path.parent().unwrap_or(Path::new(""));
    let written: io::Result<()> = fs::create_dir_all(folder).and_then(|()| fs::write(path, text));
    written.map_err(|reason| Error::NotWritten { path: path.to_owned(), reason })
}

fn warn(text: &str, is_build_script: bool) {
    if !is_build_script {
        eprintln!("warning: {text}");
        return;
    }
    for line in text.lines() {
        println!("cargo::warning={line}");
    }
}
