//! Exports one of two worlds. The other one, with many items of its own, is not exported.

airssys_bindings::airssys_bindings!();

struct Program;

impl test::traces::quiet::Guest for Program {
    fn run() -> u32 {
        test::traces::quiet::write("a line");
        1
    }
}

test::traces::quiet::export!(Program);
