//! Modules and a WIT namespace with the names of crates that generated code uses.

::airssys_bindings::airssys_bindings!();

/// A module of this crate.
pub mod airssys_bindings {}

/// A module of this crate.
pub mod std {}

/// A module of this crate.
pub mod core {}

/// A module of this crate.
pub mod alloc {}

struct Program;

impl wit_bindgen::airssys_bindings::std::Guest for Program {
    fn core(
        bits: wit_bindgen::airssys_bindings::rt::Bitflags,
        choices: wit_bindgen::airssys_bindings::rt::Choices,
    ) -> u32 {
        bits.value + u32::from(choices.contains(wit_bindgen::airssys_bindings::rt::Choices::SECOND))
    }
}

wit_bindgen::airssys_bindings::std::export!(Program);
