//! Both sides in one crate.

/// What runs components.
pub mod host {
    airssys_bindings::airssys_bindings!({ side: host, path: "../../guests/tasks/wit" });
}

/// What is in them.
pub mod guest {
    airssys_bindings::airssys_bindings!({ path: "../../guests/tasks/wit" });
}

/// The names are the same.
pub fn pass(step: guest::demo::tasks::types::Step) -> host::demo::tasks::types::Outcome {
    match step.kind {
        guest::demo::tasks::types::Kind::Idle => host::demo::tasks::types::Outcome::Done,
        _ => host::demo::tasks::types::Outcome::GivenUp,
    }
}
