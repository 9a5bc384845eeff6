//! Names and paths on which the runs of wit-bindgen and the code around them agree.

use crate::plan::PlannedWorld;
use crate::request::Call;

/// The path from a world's module `ns::pkg::w` to the root of the tree.
pub(super) const ROOT: &str = "super::super::super";

/// The number of modules in [`ROOT`].
pub(super) const WORLD_DEPTH: usize = 3;

/// The name of the macro that exports a world's functions, without its section.
pub(super) const EXPORT_FUNCTIONS: &str = "__export_functions";

/// The name of a world's `export!`.
pub(super) fn export_macro(planned: &PlannedWorld) -> &str {
    planned.guest.export_macro_name.as_deref().unwrap_or("export")
}

/// The prefix of a world's macros, which no other world or call has.
pub(super) fn macro_prefix(call: &Call, planned: &PlannedWorld) -> String {
    let world = planned.module.join("_");
    let name = format!("__export_{world}_{}", call.name);
    name.chars().map(|char| if char.is_ascii_alphanumeric() { char } else { '_' }).collect()
}
