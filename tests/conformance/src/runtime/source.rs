//! Converts upstream's source files to our macro, by replacing names.

use anyhow::Result;

use super::case::{Case, Source};
use super::options;
use crate::expected::Runtime;

/// The macro call by which upstream includes generated bindings.
pub(super) const BINDINGS: &str = "include!(env!(\"BINDINGS\"));";

/// Converts the source file of a component.
pub(super) fn component(expected: &Runtime, case: &Case, source: &Source) -> Result<String> {
    let mut arguments = source.config.args.list();
    if case.wit.default_bindgen_args != Some(false) {
        arguments.push("--generate-all".to_owned());
    }
    let mut options = options::from_arguments(&arguments)?;
    if let Some(additional) = expected.options.get(&format!("{}: {}", case.name, source.name)) {
        options += &format!("{}, ", additional.options);
    }
    // A directory with dependencies is read as a whole.
    let path = if case.directory.join("deps").is_dir() { "." } else { "test.wit" };
    let call = format!(
        "airssys_bindings::airssys_bindings!({{ path: {path:?}, world: {:?}, {options}}});",
        source.world
    );
    let text = module(&source.text).replace(BINDINGS, &call);
    Ok(source
        .config
        .lang
        .extern_dylibs
        .iter()
        .fold(text, |text, file| link_statically(&text, file)))
}

/// Replaces a shared library with a Rust library.
fn link_statically(text: &str, file: &str) -> String {
    let name = file.trim_end_matches(".rs");
    text.replace(&format!("#[link(name = \"{name}\")]"), &format!("extern crate {name};"))
}

/// Converts any other source file.
pub(super) fn module(text: &str) -> String {
    text.replace("wit_bindgen::generate!", "airssys_bindings::airssys_bindings!")
        .replace("wit_bindgen::", "airssys_bindings::")
}
