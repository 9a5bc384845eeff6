//! From upstream's source text to the same with our macro: names are replaced, and nothing else.

use anyhow::Result;

use super::case::{Case, Source};
use super::options;
use crate::expected::Runtime;

/// Where upstream's runner puts the bindings that it has generated.
const BINDINGS: &str = "include!(env!(\"BINDINGS\"));";

/// The text of a component's source file.
pub(super) fn component(expected: &Runtime, case: &Case, source: &Source) -> Result<String> {
    let mut arguments = source.config.args.list();
    if case.wit.default_bindgen_args != Some(false) {
        arguments.push("--generate-all".to_owned());
    }
    let mut options = options::of_arguments(&arguments)?;
    if let Some(more) = expected.options.get(&format!("{}: {}", case.name, source.name)) {
        options += &format!("{}, ", more.options);
    }
    // A folder with dependencies is a package as a whole.
    let path = if case.folder.join("deps").is_dir() { "." } else { "test.wit" };
    let call = format!(
        "airssys_bindings::airssys_bindings!({{ path: {path:?}, world: {:?}, {options}}});",
        source.world
    );
    let text = module(&source.text).replace(BINDINGS, &call);
    Ok(source.config.lang.extern_dylibs.iter().fold(text, |text, file| linked(&text, file)))
}

/// The text with a library as one that Rust links, instead of a shared one.
fn linked(text: &str, file: &str) -> String {
    let name = file.trim_end_matches(".rs");
    text.replace(&format!("#[link(name = \"{name}\")]"), &format!("extern crate {name};"))
}

/// The text of any other source file.
pub(super) fn module(text: &str) -> String {
    text.replace("wit_bindgen::generate!", "airssys_bindings::airssys_bindings!")
        .replace("wit_bindgen::", "airssys_bindings::")
}
