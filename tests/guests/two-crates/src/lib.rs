//! A guest that calls the macro, with a library that calls it as well.

airssys_bindings::airssys_bindings!();

use test::parts::notes::{self, Note};

struct Program;

impl test::parts::program::Guest for Program {
    fn run() -> u32 {
        two_crates_library::write();
        notes::write(&Note { text: "from the program".to_owned() })
    }
}

test::parts::program::export!(Program);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_note_holds_its_text() {
        let note = Note { text: "text".to_owned() };
        assert_eq!(note.clone().text, "text");
    }
}
