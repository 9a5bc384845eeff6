//! Bindings that other crates use.

airssys_bindings::airssys_bindings!();
