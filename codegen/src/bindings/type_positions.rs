//! Every type in every position: guest code is generated, or an error points at what wit-bindgen cannot generate.

mod cases;

use std::ops::ControlFlow;

use super::unsupported::MOVED_ELEMENTS;
use crate::catch_panic::catch_panic;
use crate::request::Request;
use crate::wit_parser::Resolve;
use frontend::diagnostic::{Diagnostic, Location};
use wit_bindgen_core::{Files, WorldGenerator as _};
use wit_bindgen_rust::Opts;

/// The line of a diagnostic, or the diagnostic if it is not about a limit of wit-bindgen at a location.
fn limit<'a>(source: &'a str, diagnostic: &Diagnostic) -> ControlFlow<String, &'a str> {
    match &diagnostic.location {
        Location::Source(label) if diagnostic.code().to_string() == "AB1010" => {
            let start = source[..label.range.start].rfind('\n').map_or(0, |at| at + 1);
            ControlFlow::Continue(source[start..].lines().next().unwrap_or_default())
        }
        _ => ControlFlow::Break(format!("{:?}", diagnostic.kind)),
    }
}

/// Runs wit-bindgen as `generate!` does.
fn generate(source: &str) -> Result<(), Box<Diagnostic>> {
    let mut resolve = Resolve::default();
    let package = resolve.push_str("a.wit", source).expect("the package is valid");
    let world = resolve.select_world(&[package], None).expect("there is one world");
    catch_panic("generating code", Location::Call, || {
        let options = Opts { generate_all: true, generate_unused_types: true, ..Opts::default() };
        let generated = options.build().generate(&mut resolve, world, &mut Files::default());
        generated.expect("an error of the generator is a panic here");
    })
}

#[test]
fn each_type_in_each_position_is_generated_or_is_a_limit_of_wit_bindgen() {
    let mut failures = Vec::new();
    for ty in cases::TYPES {
        let source = cases::package("t", ty);
        let bindings = crate::expand(&Request::of_inline(&source));
        for diagnostic in &bindings.diagnostics {
            match limit(&source, diagnostic) {
                ControlFlow::Break(other) => failures.push(format!("{ty}: {other}")),
                ControlFlow::Continue(line) => {
                    let name = line.split_whitespace().nth(1).unwrap_or_default();
                    let world = format!("world w {{ import {name}; export {name}; }}");
                    // If wit-bindgen gets better, the limit goes.
                    let is_rejected_by_rustc =
                        format!("{:?}", diagnostic.kind).contains(MOVED_ELEMENTS);
                    if !is_rejected_by_rustc
                        && generate(&format!("package a:t;\n{line}\n{world}")).is_ok()
                    {
                        failures.push(format!("wit-bindgen generates what is reported: {line}"));
                    }
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
