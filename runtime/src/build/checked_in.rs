//! A test for generated files in version control.

use std::fs;
use std::path::Path;

use airssys_bindings_codegen::files::with_slashes;
use similar::TextDiff;

use super::generate::write;
use super::{Config, Error, environment};

impl Config {
    /// Asserts in a test that a file, whose path is relative to `Cargo.toml`, is up to date. Writes the file instead if the
    /// environment variable `BLESS=1` is set.
    ///
    /// Line endings are ignored, other formatting is not: exclude the file from `cargo fmt` with
    /// `#[rustfmt::skip] mod bindings;`.
    ///
    /// # Panics
    ///
    /// Panics if the file is stale, with a diff, or if there are errors.
    pub fn assert_up_to_date(&self, path: impl AsRef<Path>) {
        let path = path.as_ref();
        if let Err(reason) = self.compare(path, environment::is_blessing()) {
            panic!("{reason}");
        }
    }

    /// Compares the file with the generated code, or writes it. Returns the message if the file is stale.
    pub(super) fn compare(&self, path: &Path, bless: bool) -> Result<(), String> {
        let message = |error: Error| error.to_string();
        let generated = self.try_generate(path).map_err(message)?;
        let absolute = self.absolute(path);
        if bless {
            self.write_empty_package(path).map_err(message)?;
            return write(&absolute, &generated.source).map_err(message);
        }
        let shown = with_slashes(path);
        let Ok(old) = fs::read_to_string(&absolute) else {
            return Err(format!("cannot read `{shown}`; run this test with `BLESS=1` to write it"));
        };
        let old = old.replace("\r\n", "\n");
        if old == generated.source {
            return Ok(());
        }
        let diff = TextDiff::from_lines(&old, &generated.source);
        let diff = diff.unified_diff().header(&shown, "generated").to_string();
        Err(format!("`{shown}` is stale; run this test with `BLESS=1` to update it\n{diff}"))
    }
}
