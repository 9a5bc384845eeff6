//! Two calls of the macro for one directory, and a world exported from each.

mod one {
    airssys_bindings::airssys_bindings!();
}

mod other {
    airssys_bindings::airssys_bindings!();
}

struct Program;

impl one::test::two_calls::first::Guest for Program {
    fn count_first() -> u32 {
        one::test::two_calls::counter::Tally::new(10).next()
    }
}

impl other::test::two_calls::second::Guest for Program {
    fn count_second() -> u32 {
        other::test::two_calls::counter::Tally::new(20).next()
    }
}

one::test::two_calls::first::export!(Program with_types_in one::test::two_calls::first);
other::test::two_calls::second::export!(Program with_types_in other::test::two_calls::second);
