//! Bindings of a package that others use as well.

airssys_bindings::airssys_bindings!();
