//! A library that calls the macro for itself, and exports nothing.

airssys_bindings::airssys_bindings!({ path: "../wit" });

use test::parts::notes::{self, Note};

/// Writes a note.
pub fn write() -> u32 {
    notes::write(&Note { text: "from the library".to_owned() })
}
