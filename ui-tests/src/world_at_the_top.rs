airssys_bindings::airssys_bindings!({ path: "ui/sound", export_prefix: "world_at_the_top", world: "sound" });

use exports::a::sound::j::Guest;

struct Component;

impl Guest for Component {
    fn f(s: a::sound::j::S) -> a::sound::j::S {
        s
    }

    fn g() {}
}

export!(Component);
