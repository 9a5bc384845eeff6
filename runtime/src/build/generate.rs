//! Generates the code of a configuration, and writes it to a file.

use std::path::{Path, PathBuf};
use std::process;

use airssys_bindings_codegen::diagnostic::{Diagnostic, Level};
use airssys_bindings_codegen::files::with_slashes;
use airssys_bindings_codegen::request::{Request, Side};
use airssys_bindings_codegen::roots::Roots;
use airssys_bindings_codegen::{Bindings, expand, files, output};
use proc_macro2::{Span, TokenStream};

use super::{Config, Error, environment, roots};

/// The code that a configuration generates.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Generated {
    /// The source of the file, formatted.
    pub source: String,
    /// The files that were read.
    pub inputs: Vec<PathBuf>,
    /// The warnings, each rendered with its location, without `warning: ` at the start.
    pub warnings: Vec<String>,
}

impl Config {
    /// Writes the code to `airssys_bindings.rs` in the output folder of the build script, for
    /// [`include_bindings!`](crate::include_bindings).
    ///
    /// Prints what Cargo has to watch, and the warnings as warnings of the build script (`cargo::warning=…`). Prints errors to
    /// the standard error stream, as the macro reports them, and exits the process with the code 1.
    pub fn generate(&self) {
        let path = environment::out_dir().map(|folder| folder.join("airssys_bindings.rs"));
        // `include_bindings!` imports it: unlike the code in this file, it knows the crate by any name.
        let import = TokenStream::new();
        self.write_or_exit(path.ok_or(Error::NoOutDir), &import);
    }

    /// Writes the code to a file, whose path is relative to `Cargo.toml`, unless the file is up to date.
    ///
    /// Reports warnings and errors as [`Config::generate`] does. A build script must not change the sources of a package that
    /// is being published: use a test with [`Config::assert_up_to_date`] for files in version control.
    pub fn write_to(&self, path: impl AsRef<Path>) {
        let import = output::import_runtime_crate(&self.request);
        self.write_or_exit(Ok(path.as_ref().to_owned()), &import);
    }

    /// Generates the code for a file without writing or printing anything.
    ///
    /// # Errors
    ///
    /// The errors in WIT files, manifests and options.
    pub fn try_generate(&self, path: impl AsRef<Path>) -> Result<Generated, Error> {
        self.generate_for(path.as_ref(), &output::import_runtime_crate(&self.request))
    }

    /// Generates the code for a file that starts with `import`.
    fn generate_for(&self, path: &Path, import: &TokenStream) -> Result<Generated, Error> {
        let below = path.strip_prefix(&self.request.roots.manifest_dir).unwrap_or(path);
        let file =
            if below.is_absolute() { below.file_name().map_or(below, Path::new) } else { below };
        let mut request = self.request.clone();
        request.output.call = environment::call(&self.package, &self.version, with_slashes(file));
        request.host.empty_package = self.empty_package(below).map(|path| with_slashes(&path));
        self.generate_request(&request, import)
    }

    fn generate_request(
        &self,
        request: &Request,
        import: &TokenStream,
    ) -> Result<Generated, Error> {
        let (Bindings { code, docs, inputs, .. }, warnings) = self.expand_request(request)?;
        let mut source = import.clone();
        source.extend(output::in_module(request, Span::call_site(), &docs, code));
        Ok(Generated { source: output::file(&source), inputs, warnings })
    }

    /// Returns the code of the configuration.
    pub(super) fn expand(&self) -> Result<TokenStream, Error> {
        Ok(self.expand_request(&self.request)?.0.code)
    }

    /// Expands a request, and returns the rendered warnings.
    fn expand_request(&self, request: &Request) -> Result<(Bindings, Vec<String>), Error> {
        let mut bindings = expand(request);
        eprint!("{}", bindings.fixes.concat());
        let diagnostics = std::mem::take(&mut bindings.diagnostics);
        let all = self.errors().into_iter().chain(diagnostics);
        let (errors, warnings): (Vec<_>, Vec<_>) =
            all.partition(|diagnostic| diagnostic.level() == Level::Error);
        let files = &mut bindings.files;
        let mut render = |diagnostic: Diagnostic| {
            let manifest_dir = &request.roots.manifest_dir;
            self.arguments.locate(diagnostic, manifest_dir, files).render(files)
        };
        if !errors.is_empty() {
            let hidden = errors.len().saturating_sub(output::MAX_ERRORS);
            let mut errors: Vec<_> =
                errors.into_iter().take(output::MAX_ERRORS).map(render).collect();
            errors.extend((hidden > 0).then(|| output::not_shown(hidden)));
            return Err(Error::Invalid(errors));
        }
        let warnings =
            warnings.into_iter().filter(|_| !request.output.silent).map(&mut render).collect();
        Ok((bindings, warnings))
    }

    fn write_or_exit(&self, path: Result<PathBuf, Error>, import: &TokenStream) {
        let is_build_script = environment::is_build_script();
        if is_build_script {
            roots::print(&self.watched());
        }
        let written = path.and_then(|path| {
            let generated = self.generate_for(&path, import)?;
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

    /// Returns the paths for Cargo to watch.
    fn watched(&self) -> Vec<String> {
        let Request { roots: Roots { path, manifest_dir, inline, .. }, host, .. } = &self.request;
        let roots: Vec<String> = path.iter().map(|root| root.value.clone()).collect();
        let mut watched = airssys_bindings_codegen::watched(manifest_dir, &roots);
        let needs_no_files = inline.is_some() || host.interfaces.is_some();
        if roots.is_empty() && needs_no_files && !manifest_dir.join("wit").exists() {
            watched.retain(|path| path != "wit");
        }
        watched
    }

    /// Returns the path of a file with an empty package, next to the code, if the code needs one: it keeps Wasmtime's macro from
    /// reading the folder `wit` of the crate.
    fn empty_package(&self, path: &Path) -> Option<PathBuf> {
        let is_needed = self.request.side == Side::Host && self.absolute(Path::new("wit")).exists();
        is_needed.then(|| path.with_extension("wit"))
    }

    /// Writes the file with an empty package, if the code needs one.
    pub(super) fn write_empty_package(&self, path: &Path) -> Result<(), Error> {
        match self.empty_package(path) {
            Some(path) => write(&self.absolute(&path), "package airssys-bindings:empty;\n"),
            None => Ok(()),
        }
    }
}

/// Writes a file, and creates its folder, unless the file has this content.
pub(super) fn write(path: &Path, content: &str) -> Result<(), Error> {
    files::replace(path, content.as_bytes())
        .map_err(|reason| Error::NotWritten { path: path.to_owned(), reason })
}

/// Prints a warning: line by line for Cargo, which shows the warnings of a build script.
fn warn(message: &str, is_build_script: bool) {
    if !is_build_script {
        eprintln!("warning: {message}");
        return;
    }
    for line in message.lines() {
        println!("cargo::warning={line}");
    }
}
