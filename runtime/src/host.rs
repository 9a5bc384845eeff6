//! The other party to the `airssys` packages: what a host needs to serve them.

#[cfg(not(unix))]
compile_error!("the feature `host-services` needs a Unix system: leave it out for this target");

pub mod capability;
