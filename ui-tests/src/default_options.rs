airssys_bindings::airssys_bindings!({ path: "ui/sound", export_prefix: "default_options" });

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
