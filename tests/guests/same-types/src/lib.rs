//! Which Rust types are the same and which are not, for the compiler to say. A feature a rule.

/// The packages of the project.
#[cfg(any(feature = "lifecycle", feature = "host"))]
pub mod project {
    airssys_bindings::airssys_bindings!({ path: "../../../wit" });
}

/// A package with a resource, and two records that look alike.
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
