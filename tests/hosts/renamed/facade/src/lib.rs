//! Re-exports the macros under other names.

pub use renamed_again::{airssys_bindings as wit, include_bindings as include_wit, overview as page};
