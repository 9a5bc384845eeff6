//! The implementations that a host starts from, as a build script writes them. They compile as they are.

/// The world of the build script.
pub mod of_build_script {
    include!(concat!(env!("OUT_DIR"), "/bindings.rs"));
}

/// Rules for functions, and errors that can be traps.
pub mod rules {
    airssys_bindings::airssys_bindings!({
        side: host,
        path: "../options/wit",
        world: "options",
        imports: {
            "demo:options/store.[method]item.name": async,
            "demo:options/store.[drop]item": async | trappable,
            "demo:options/store": store | trappable,
            "log": async,
            "choose": trappable,
            "[method]session.id": store,
            "[drop]session": async,
            "clock.[drop]timer": store,
        },
        trappable_error_type: { "demo:options/store.error" => crate::Error },
    });
}

/// The implementations for [`rules`].
pub mod of_rules {
    include!(concat!(env!("OUT_DIR"), "/rules.rs"));
}

/// Streams, futures and `async` functions.
pub mod tasks {
    airssys_bindings::airssys_bindings!({
        side: host,
        path: "../../guests/tasks/wit",
        world: "tasks",
    });
}

/// The implementations for [`tasks`].
pub mod of_tasks {
    include!(concat!(env!("OUT_DIR"), "/tasks.rs"));
}

/// WASI 0.3.
pub mod wasi {
    airssys_bindings::airssys_bindings!({
        side: host,
        path: concat!(env!("WASI"), "/src/p3/wit"),
        world: "wasi:cli/command",
    });
}

/// The implementations for [`wasi`].
pub mod of_wasi {
    include!(concat!(env!("OUT_DIR"), "/wasi.rs"));
}
