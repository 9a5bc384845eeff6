//! Two versions of a directory: each kind of change, the versions that allow it, and the previous version in Git.
//!
//! `BLESS=1 cargo test -p airssys-bindings-codegen --features compatibility --test compatibility` writes the table and the goldens; read the
//! diff.

mod changes;
mod git;
mod published;
mod semver_check;
mod versions;

use std::fs;
use std::path::Path;

use airssys_bindings_codegen::compatibility::{Baseline, Report, Request, check};
use airssys_bindings_codegen::diagnostic::{ArgumentId, Diagnostic};
use airssys_bindings_codegen::roots::{Given, Roots};

/// Writes a file and the folders above it.
fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().expect("a file has a folder")).expect("writable");
    fs::write(path, text).expect("writable");
}

fn given(value: &str) -> Given<String> {
    Given { value: value.to_owned(), argument: ArgumentId(0) }
}

/// Compares the folder `wit` of a crate with its previous version.
fn compare(crate_folder: &Path, baseline: Baseline) -> Report {
    let roots = Roots { manifest_dir: crate_folder.to_owned(), ..Roots::default() };
    check(&Request { roots, baseline: Some(baseline) })
}

/// Compares two sources of one package.
fn compare_sources(old: &str, new: &str) -> Report {
    let folder = tempfile::tempdir().expect("writable");
    write(&folder.path().join("v1/a.wit"), old);
    write(&folder.path().join("wit/a.wit"), new);
    compare(folder.path(), Baseline::Path(given("v1")))
}

/// Returns the titles of the diagnostics.
fn titles(report: &Report) -> Vec<String> {
    report.diagnostics.iter().map(Diagnostic::title).collect()
}

/// Renders all diagnostics.
fn rendered(report: &Report) -> String {
    let messages =
        report.diagnostics.iter().map(|it| format!("error: {}\n", it.render(&report.files)));
    messages.collect::<Vec<_>>().join("\n")
}

/// Compares a report with a golden in `tests/compatibility/goldens`.
fn assert_golden(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/compatibility/goldens");
    let path = path.join(name).with_extension("txt");
    if std::env::var_os("BLESS").is_some() {
        write(&path, text);
    } else {
        let golden = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
        assert_eq!(golden, text, "{name}");
    }
}
