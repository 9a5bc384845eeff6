//! Two worlds with conflicting imports, in one tree. A feature selects the exported world.

airssys_bindings::airssys_bindings!();

struct Program;

#[cfg(feature = "numbers")]
mod numbers {
    use crate::test::disagree::numbers::{Guest, measure, settings};

    impl Guest for crate::Program {
        fn run() -> u32 {
            let settings::Setting { value } = settings::get();
            measure() + value
        }
    }
}

#[cfg(feature = "numbers")]
test::disagree::numbers::export!(Program);

#[cfg(feature = "words")]
mod words {
    use crate::test::disagree::words::{Guest, measure, settings};

    impl Guest for crate::Program {
        fn run(unit: String) -> String {
            let settings::Setting { name, value } = settings::get("colour");
            format!("{} {name}={value}", measure(&unit))
        }
    }
}

#[cfg(feature = "words")]
test::disagree::words::export!(Program);
