airssys_bindings::airssys_bindings!({ path: "ui/sound" });

use a::sound::sound::exports::a::sound::j::Guest;

struct Component;

impl Guest for Component {
    fn f(s: a::sound::j::S) -> a::sound::j::S {
        s
    }

    fn g() {
        log("g");
    }
}

a::sound::sound::export!(Component);

fn main() {}
