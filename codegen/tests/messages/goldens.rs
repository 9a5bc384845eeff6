//! What a user reads about each bad tree in `tests/bad-packages`, without rustc: one golden a tree.
//!
//! `BLESS=1 cargo test -p airssys-bindings-codegen --test messages` writes them; read the diff.

use std::fs;
use std::path::{Path, PathBuf};

use airssys_bindings_codegen::diagnostic::{ArgumentId, Level, Location};
use airssys_bindings_codegen::roots::Given;
use airssys_bindings_codegen::{Request, expand};

/// The trees, sorted by name.
fn trees() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tests/bad-packages");
    let entries = fs::read_dir(&folder).expect("the trees are there");
    let mut trees: Vec<_> = entries.map(|entry| entry.expect("readable").path()).collect();
    trees.retain(|tree| tree.is_dir());
    trees.sort();
    trees
}

/// The call of a tree: `call.txt` has a line `option: value` for each argument, else there is none.
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

/// Everything that a user reads, in the order in which the compiler gets it.
fn told(tree: &Path) -> String {
    let bindings = expand(&request(tree));
    let mut told = String::new();
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
        told.push_str(&format!("{level}: {text}\n{at}\n"));
    }
    if told.is_empty() { "nothing: it expands\n".to_owned() } else { told }
}

#[test]
fn each_bad_tree_is_told_as_its_golden_says() {
    let bless = std::env::var_os("BLESS").is_some();
    let mut stale = Vec::new();
    for tree in trees() {
        let told = told(&tree);
        let golden = tree.join("expected.txt");
        if bless {
            fs::write(&golden, &told).expect("writable");
        } else if fs::read_to_string(&golden).unwrap_or_default() != told {
            stale.push(format!("--- {}\n{told}", tree.display()));
        }
    }
    assert!(stale.is_empty(), "other than the goldens say:\n{}", stale.join("\n"));
}

#[test]
fn no_golden_tells_of_a_fault_of_ours() {
    for tree in trees() {
        let told = told(&tree);
        assert!(!told.contains("[AB99"), "{}:\n{told}", tree.display());
        assert!(!told.contains(env!("CARGO_MANIFEST_DIR")), "{}:\n{told}", tree.display());
    }
}

#[test]
fn there_are_as_many_trees_as_kinds_of_mistakes() {
    assert!(trees().len() >= 69, "{}", trees().len());
}
