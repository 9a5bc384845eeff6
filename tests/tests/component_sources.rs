//! The project's guests as sources of bindings, as `cargo build` and as `wasm-tools component new` leave them.

use std::fs;

use airssys_bindings_codegen::diagnostic::ArgumentId;
use airssys_bindings_codegen::request::Side;
use airssys_bindings_codegen::roots::Given;
use airssys_bindings_codegen::{Request, expand};
use airssys_bindings_tests::guest::Guest;
use airssys_bindings_tests::paths;
use anyhow::{Context as _, Result};

#[test]
fn a_guest_of_the_project_is_a_source_for_both_sides() -> Result<()> {
    let guest = Guest::named("echo");
    let scratch = tempfile::tempdir()?;
    let file = scratch.path().join("echo.wasm");
    let wit = paths::wit().to_str().context("the path is UTF-8")?.to_owned();
    for bytes in [guest.build_module()?, guest.build()?.bytes().to_owned()] {
        fs::write(&file, bytes)?;
        for side in [Side::Guest, Side::Host] {
            for roots in [&["echo.wasm"][..], &[&wit, "echo.wasm"]] {
                let mut request = Request::new(scratch.path().to_owned());
                let given =
                    |root: &&str| Given { value: (*root).to_owned(), argument: ArgumentId(0) };
                request.roots.path = roots.iter().map(given).collect();
                request.roots.max_file_size = Some(64 << 20);
                request.side = side;
                let bindings = expand(&request);
                let messages = bindings.diagnostics.iter().map(|it| it.render(&bindings.files));
                assert_eq!(
                    messages.collect::<Vec<_>>(),
                    Vec::<String>::new(),
                    "{side:?} {roots:?}"
                );
                let code = bindings.code.to_string();
                let expected = match side {
                    Side::Guest => ["pub mod component_lifecycle", "struct ExecutionContext"],
                    Side::Host => ["world echo", "record execution-context"],
                };
                for expected in expected {
                    assert!(code.contains(expected), "no {expected}: {side:?} {roots:?}");
                }
            }
        }
    }
    Ok(())
}
