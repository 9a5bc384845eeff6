//! Nothing: only the dependency of this package counts.
