//! The implementations that a world needs, as Rust to start from.

use std::fs::{self, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::Path;

use airssys_bindings_codegen::request::{Request, Side};
use airssys_bindings_codegen::{host_skeleton, skeleton};

use super::{Config, Error};

impl Config {
    /// Returns the source of a module that implements a world, with `todo!()` as the body of each function.
    ///
    /// For guests, it consists of a type `Component`, a type for each exported resource, their implementations of the `Guest` traits with
    /// the documentation in WIT as comments, and the call of `export!`. For hosts, it has a type `State`, its implementations of the
    /// `Host` traits of all interfaces that the world imports, and a function that adds them to a linker. The paths in it start with
    /// that of [`Config::module`], or with `crate`: without that option, call the macro in the root of the crate.
    ///
    /// # Errors
    ///
    /// The errors in WIT files, manifests and options, and a world with nothing to implement.
    #[track_caller]
    pub fn skeleton(&self, world: &str) -> Result<String, Error> {
        let mut config = self.clone().world(world);
        // Only this world is bound.
        config.request.selection.worlds.clear();
        config.request.selection.packages.clear();
        let Request { guest, output, side, .. } = &config.request;
        let root = match (&guest.default_bindings_module, &output.module) {
            (Some(given), _) => given.clone(),
            (None, Some(module)) => format!("crate::{}", module.value.join("::")),
            (None, None) => "crate".to_owned(),
        };
        let code = config.expand()?;
        let (source, nothing) = match side {
            Side::Guest => {
                let export = guest.export_macro_name.as_deref().unwrap_or("export");
                (skeleton(&code, &root, export), "exports nothing to implement")
            }
            Side::Host => (host_skeleton(&config.request, &root), "imports nothing to implement"),
        };
        source.ok_or_else(|| Error::Invalid(vec![format!("the world `{world}` {nothing}")]))
    }

    /// Writes [`Config::skeleton`] to a file that does not exist, whose path is relative to `Cargo.toml`. Returns `false`, and
    /// writes nothing, if the file exists.
    ///
    /// ```no_run
    /// # fn main() -> Result<(), airssys_bindings::build::Error> {
    /// airssys_bindings::build::Config::new().write_skeleton("backend", "src/backend.rs")?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// Those of [`Config::skeleton`], and a file that cannot be written.
    #[track_caller]
    pub fn write_skeleton(&self, world: &str, path: impl AsRef<Path>) -> Result<bool, Error> {
        let path = self.absolute(path.as_ref());
        if path.exists() {
            return Ok(false);
        }
        let source = self.skeleton(world)?;
        let write = || {
            fs::create_dir_all(path.parent().unwrap_or(Path::new("")))?;
            let mut file = OpenOptions::new().write(true).create_new(true).open(&path)?;
            file.write_all(source.as_bytes())
        };
        match write() {
            Ok(()) => Ok(true),
            Err(reason) if reason.kind() == ErrorKind::AlreadyExists => Ok(false),
            Err(reason) => Err(Error::NotWritten { path: path.clone(), reason }),
        }
    }
}
