//! Bindings whose worlds other crates export.

/// Bindings with public export macros for all worlds.
pub mod all {
    airssys_bindings::airssys_bindings!({ pub_export_macro: true });
}

/// Bindings with a public export macro for one world.
pub mod one {
    airssys_bindings::airssys_bindings!({
        world_options: { "one": { pub_export_macro: true, export_macro_name: "export_one" } },
    });
}
