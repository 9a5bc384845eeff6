//! The diagnostics of each invalid tree in `tests/bad-packages`, without rustc: one golden per tree.
//!
//! `BLESS=1 cargo test -p airssys-bindings-codegen --test messages` writes them; read the diff.

use std::fs;
use std::path::{Path, PathBuf};

use airssys_bindings_codegen::diagnostic::{ArgumentId, Level, Location};
use airssys_bindings_codegen::roots::Given;
use airssys_bindings_codegen::{Request, expand};

/// Returns the trees, sorted by name.
fn trees() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/bad-packages");
    let entries = fs::read_dir(&folder).expect("the trees are there");
    let mut trees: Vec<_> = entries.map(|entry| entry.expect("readable").path()).collect();
    trees.retain(|tree| tree.is_dir());
    trees.sort();
    trees
}

/// Returns the request for a tree. `call.txt`, if present, has a line `option: value` for each argument.
fn request(tree: &Path) -> Request {
    let mut request = Request::new(tree.to_path_buf());
    let call = fs::read_to_string(tree.join("call.txt")).unwrap_or_default();
    for (at, line) in (0..).zip(call.lines()) {
        let (option, value) = line.split_once(": ").expect("`option: value`");
        let given = Given { value: value.to_owned(), argument: ArgumentId(at) };
        match option {
            "path" => request.roots.path.push(given),
            "world" => request.selection.world = Some(given),
            "worlds" => request.selection.worlds.push(given),
            "feature" => request.resolution.features.push(given),
            other => panic!("{}: no option `{other}`", tree.display()),
        }
    }
    request
}

/// Renders all diagnostics of a tree, in the order in which the compiler gets them.
fn rendered(tree: &Path) -> String {
    let bindings = expand(&request(tree));
    let mut output = String::new();
    for diagnostic in &bindings.diagnostics {
        let level = match diagnostic.level() {
            Level::Error => "error",
            Level::Warning => "warning",
        };
        let text = diagnostic.render(&bindings.files);
        let at = match &diagnostic.location {
            Location::Argument(id) => format!("(at argument {})\n", id.0),
            Location::Source(_) | Location::Path(_) | Location::Call => String::new(),
        };
        output.push_str(&format!("{level}: {text}\n{at}\n"));
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
