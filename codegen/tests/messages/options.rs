//! The tables of options in the guide and in the documentation of the macro, which the table in `codegen` generates.

use std::fs;
use std::path::{Path, PathBuf};

use airssys_bindings_codegen::options;

const START: &str =
    "<!-- BEGIN options: BLESS=1 cargo test -p airssys-bindings-codegen --test messages -->\n\n";
const END: &str = "\n<!-- END options -->\n";

/// Returns the content of a file with the tables in it.
fn expected(content: &str) -> String {
    let tables = options::markdown();
    match (content.split_once(START), content.split_once(END)) {
        (Some((before, _)), Some((_, after))) => format!("{before}{START}{tables}{END}{after}"),
        _ => tables,
    }
}

fn check(file: &str) {
    let path: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(file);
    let content = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    let expected = expected(&content);
    if std::env::var_os("BLESS").is_some() {
        fs::write(&path, expected).expect("writable");
    } else {
        assert!(content == expected, "{file} does not have the options of the table; set BLESS=1");
    }
}

#[test]
fn the_guide_has_the_options_of_the_table() {
    check("docs/guide/options.md");
}

#[test]
fn the_documentation_of_the_macro_has_the_options_of_the_table() {
    check("runtime/src/options.md");
}

#[test]
fn option_names_are_unique_and_in_their_examples() {
    let mut names = options::names();
    names.dedup();
    assert_eq!(names.len(), options::OPTIONS.len());
    for option in options::OPTIONS {
        assert!(option.example.starts_with(&format!("{}: ", option.name)), "{}", option.name);
        assert!(!option.doc.ends_with('.'), "{}", option.name);
    }
    assert!(options::MACRO_ONLY.iter().all(|name| options::find(name).is_some()));
}
