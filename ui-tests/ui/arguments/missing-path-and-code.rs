airssys_bindings::airssys_bindings!({ path: "ui/nowhere", world: "a:sound/sound", skip: ["f"] });

use a::sound::j::S;

struct Component;

impl Guest for Component {
    fn f(s: S) -> S {
        a::sound::j::f(s)
    }
}

export!(Component);

fn main() {}
