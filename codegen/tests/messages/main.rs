//! The messages that users read, and the tables of options, compared with files: the goldens of `tests/bad-packages`, the pages of
//! `docs/errors`, the guide and the documentation of the macro.

mod error_pages;
mod goldens;
#[path = "../../../tests/tests/markdown.rs"]
mod markdown;
mod options;
mod suggestions;

use std::path::Path;

use airssys_bindings_codegen::Request;
use airssys_bindings_codegen::diagnostic::{ArgumentId, Diagnostic, Level};
use airssys_bindings_codegen::files::Files;
use airssys_bindings_codegen::request::With;
use airssys_bindings_codegen::roots::Given;

/// Returns the request for a directory. `call` has a line `option: value` for each argument.
pub(crate) fn request(directory: &Path, call: &str) -> Request {
    let mut request = Request::new(directory);
    for (at, line) in (0..).zip(call.lines()) {
        let (option, value) = line.split_once(": ").expect("`option: value`");
        let given = Given { value: value.to_owned(), argument: ArgumentId(at) };
        match option {
            "path" => request.roots.path.push(given),
            "world" => request.selection.world = Some(given),
            "worlds" => request.selection.worlds.push(given),
            "features" => request.resolution.features.push(given),
            "skip" => request.guest.skip.push(given),
            "with" => request.types.with.push((given, With::Generate)),
            "additional_derives" => request.types.additional_derives.push(given.value),
            "additional_derives_ignore" => request.guest.additional_derives_ignore.push(given),
            "max_file_size" => request.roots.max_file_size = value.parse().ok(),
            other => panic!("{}: unknown option `{other}`", directory.display()),
        }
    }
    request
}

/// Renders a diagnostic with its level, as rustc does.
pub(crate) fn render(diagnostic: &Diagnostic, files: &Files) -> String {
    let level = match diagnostic.level() {
        Level::Error => "error",
        Level::Warning => "warning",
    };
    format!("{level}: {}\n", diagnostic.render(files))
}
