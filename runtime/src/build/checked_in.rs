//! Whether a file that is checked in is what would be generated.

use std::fs;
use std::path::Path;

use similar::TextDiff;

use super::config::write;
use super::{Config, Error, environment};

impl Config {
    /// For a test: sees that a file, whose path is relative to `Cargo.toml`, is what would be generated. If the environment variable
    /// `BLESS=1` is set, writes it instead.
    ///
    /// How lines end makes no difference. What else formats the file does: have `cargo fmt` leave it alone by
    /// `#[rustfmt::skip] mod bindings;`.
    ///
    /// # Panics
    ///
    /// When the file is stale, with a diff, and when there are errors.
    pub fn assert_up_to_date(&self, path: impl AsRef<Path>) {
        let path = path.as_ref();
        if let Err(reason) = self.compare(path, environment::blesses()) {
            panic!("{reason}");
        }
    }

    /// Sees that the file is up to date, or writes it. Gives what is wrong.
    pub(super) fn compare(&self, path: &Path, bless: bool) -> Result<(), String> {
        let said = |error: Error| error.to_string();
        let generated = self.try_generate(path).map_err(said)?;
        let absolute = self.absolute(path);
        if bless {
            self.write_empty_package(path).map_err(said)?;
            return write(&absolute, &generated.source).map_err(said);
        }
        let shown = path.display();
        let Ok(old) = fs::read_to_string(&absolute) else {
            return Err(format!(
                "there is no `{shown}` that can be read; run this test with `BLESS=1` to write it"
            ));
        };
        let old = old.replace("\r\n", "\n");
        if old == generated.source {
            return Ok(());
        }
        let diff = TextDiff::from_lines(&old, &generated.source);
        let diff = diff.unified_diff().header(&shown.to_string(), "generated").to_string();
        Err(format!("`{shown}` is stale; run this test with `BLESS=1` to write it anew\n{diff}"))
    }
}
