//! Bindings in a crate of their own, twice, whose worlds other crates export.

/// For all worlds.
pub mod all {
    airssys_bindings::airssys_bindings!({ pub_export_macro: true });
}

/// For one of them.
pub mod one {
    airssys_bindings::airssys_bindings!({
        world_options: { "one": { pub_export_macro: true, export_macro_name: "export_one" } },
    });
}
