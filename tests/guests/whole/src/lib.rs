//! Calls two versions of a package, and exports a function behind a feature gate.

airssys_bindings::airssys_bindings!({ world: "whole", features: ["fancy"] });

use exports::test::whole::api::Guest;
use test::{nested1_0_0, nested2_0_0};

struct Program;

impl Guest for Program {
    fn plain() -> u32 {
        nested1_0_0::counter::count()
    }

    fn fancy() -> u32 {
        nested2_0_0::counter::count(20)
    }
}

export!(Program);
