//! Identity of Rust types, checked by the compiler. Each feature is a rule.

/// The packages of the project.
#[cfg(any(feature = "lifecycle", feature = "host"))]
pub mod project {
    airssys_bindings::airssys_bindings!({ path: "../../../wit" });
}

/// A package with a resource, and two records with the same fields.
#[cfg(any(feature = "resources", feature = "twins"))]
pub mod shop {
    airssys_bindings::airssys_bindings!();
}

#[cfg(feature = "host")]
mod host;
#[cfg(feature = "lifecycle")]
mod lifecycle;
#[cfg(feature = "resources")]
mod resources;
#[cfg(feature = "twins")]
mod twins;
