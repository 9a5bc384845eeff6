//! The options of the host side.

use std::path::{Path, PathBuf};

use airssys_bindings_codegen::request::{FunctionFlag, FunctionRules, Side};

use super::config::write;
use super::rust::Rust;
use super::{Config, Error};

impl Config {
    /// Which side of a component the code is for; inside of it, if not given.
    #[must_use]
    pub fn side(mut self, side: Side) -> Self {
        self.request.side = side;
        self
    }

    /// Where Wasmtime is, a path of Rust; by default in `airssys-bindings`, which needs its feature `host` for it.
    #[track_caller]
    #[must_use]
    pub fn wasmtime_crate(mut self, path: impl AsRef<str>) -> Self {
        self.named("wasmtime_crate");
        let path = self.rust("wasmtime_crate", Rust::Path, path.as_ref());
        self.request.host.wasmtime_crate = path.or(self.request.host.wasmtime_crate);
        self
    }

    /// How a function that components import looks to the host: `("ns:pkg/interface.function", [FunctionFlag::Async])`.
    /// `"default"` stands for all of which nothing else is said.
    #[track_caller]
    #[must_use]
    pub fn imports(
        mut self,
        name: impl Into<String>,
        flags: impl IntoIterator<Item = FunctionFlag>,
    ) -> Self {
        self.named("imports");
        let mut rules = std::mem::take(&mut self.request.host.imports);
        self.rule(&mut rules, name.into(), flags.into_iter().collect());
        self.request.host.imports = rules;
        self
    }

    /// How a function that components export looks to the host, as for [`Config::imports`].
    #[track_caller]
    #[must_use]
    pub fn exports(
        mut self,
        name: impl Into<String>,
        flags: impl IntoIterator<Item = FunctionFlag>,
    ) -> Self {
        self.named("exports");
        let mut rules = std::mem::take(&mut self.request.host.exports);
        self.rule(&mut rules, name.into(), flags.into_iter().collect());
        self.request.host.exports = rules;
        self
    }

    #[track_caller]
    fn rule(&mut self, rules: &mut FunctionRules, name: String, flags: Vec<FunctionFlag>) {
        if name == "default" {
            rules.default = flags;
        } else {
            rules.rules.push((self.given(name), flags));
        }
    }

    /// The type of Rust for an error that may be a trap as well: `("ns:pkg/interface.error", "crate::Error")`.
    #[track_caller]
    #[must_use]
    pub fn trappable_error_type(mut self, name: impl Into<String>, path: impl AsRef<str>) -> Self {
        self.named("trappable_error_type");
        if let Some(path) = self.rust("trappable_error_type", Rust::Path, path.as_ref()) {
            let name = self.given(name);
            self.request.host.trappable_error_type.push((name, path));
        }
        self
    }

    /// The type by which the host tells apart imports of an interface under several names.
    #[track_caller]
    #[must_use]
    pub fn named_imports(mut self, name: impl Into<String>, path: impl AsRef<str>) -> Self {
        self.named("named_imports");
        if let Some(path) = self.rust("named_imports", Rust::Path, path.as_ref()) {
            let name = self.given(name);
            self.request.host.named_imports.push((name, path));
        }
        self
    }

    /// Only these interfaces, as the items of a world: `"import ns:pkg/interface;"`.
    #[track_caller]
    #[must_use]
    pub fn interfaces(mut self, wit: impl Into<String>) -> Self {
        self.named("interfaces");
        self.request.host.interfaces = Some(self.given(wit));
        self
    }

    /// Where a package with nothing in it has to be for the code in a file: Wasmtime's macro reads the folder `wit` of
    /// whoever calls it, unless it is told to read something else.
    pub(super) fn empty_package(&self, path: &Path) -> Option<PathBuf> {
        let reads = self.request.side == Side::Host && self.absolute(Path::new("wit")).exists();
        reads.then(|| path.with_extension("wit"))
    }

    /// Writes that package.
    pub(super) fn write_empty_package(&self, path: &Path) -> Result<(), Error> {
        match self.empty_package(path) {
            Some(path) => write(&self.absolute(&path), "package airssys-bindings:empty;\n"),
            None => Ok(()),
        }
    }
}
