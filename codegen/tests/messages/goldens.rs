//! The diagnostics of each invalid tree in `tests/bad-packages`, without rustc: one golden per tree.
//!
//! `BLESS=1 cargo test -p airssys-bindings-codegen --test messages` writes them; read the diff.

use std::fs;
use std::path::{Path, PathBuf};

use airssys_bindings_codegen::diagnostic::Location;
use airssys_bindings_codegen::expand;

use crate::{render, request};

/// Returns the trees, sorted by name.
pub(crate) fn trees() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/bad-packages");
    let entries = fs::read_dir(&folder).expect("the trees are there");
    let mut trees: Vec<_> = entries.map(|entry| entry.expect("readable").path()).collect();
    trees.retain(|tree| tree.is_dir());
    trees.sort();
    trees
}

/// Renders all diagnostics of a tree, in the order in which the compiler gets them. `call.txt`, if present, has the arguments.
fn rendered(tree: &Path) -> String {
    let call = fs::read_to_string(tree.join("call.txt")).unwrap_or_default();
    let bindings = expand(&request(tree, &call));
    let mut output = String::new();
    for diagnostic in &bindings.diagnostics {
        let text = render(diagnostic, &bindings.files);
        let at = match &diagnostic.location {
            Location::Argument(id) => format!("(at argument {})\n", id.0),
            Location::Source(_) | Location::Path(_) | Location::Call => String::new(),
        };
        output.push_str(&format!("{text}{at}\n"));
    }
    if output.is_empty() { "no diagnostics\n".to_owned() } else { output }
}

#[test]
fn diagnostics_match_the_goldens() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut stale = Vec::new();
    for tree in trees() {
        let rendered = rendered(&tree);
        let golden = tree.join("expected.txt");
        if bless {
            fs::write(&golden, &rendered).expect("writable");
        } else if fs::read_to_string(&golden).unwrap_or_default() != rendered {
            stale.push(format!("--- {}\n{rendered}", tree.display()));
        }
    }
    assert!(stale.is_empty(), "these differ from their goldens:\n{}", stale.join("\n"));
}

#[test]
fn no_golden_reports_an_internal_error_or_names_the_checkout() {
    let workspace = env!("CARGO_MANIFEST_DIR").trim_end_matches("codegen");
    for tree in trees() {
        let rendered = rendered(&tree);
        assert!(!rendered.contains("[AB99"), "{}:\n{rendered}", tree.display());
        assert!(!rendered.contains(workspace), "{}:\n{rendered}", tree.display());
    }
}

#[test]
fn all_trees_are_found() {
    assert!(trees().len() >= 69, "{}", trees().len());
}
