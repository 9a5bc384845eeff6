//! A library with its own call of the macro, and without exports.

airssys_bindings::airssys_bindings!({ path: "../wit" });

use test::parts::notes::{self, Note};

/// Writes a note.
pub fn write() -> u32 {
    notes::write(&Note { text: "from the library".to_owned() })
}
