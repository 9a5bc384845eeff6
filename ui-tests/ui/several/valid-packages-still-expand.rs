airssys_bindings::airssys_bindings!({ path: "ui/several/valid-packages-still-expand" });

use a::broken::i::{R, f};
use a::needs::w::exports::a::needs::k::Guest;
use a::sound::j::S;

struct Component;

impl Guest for Component {
    fn g() -> R {
        let sound = S { x: 1 };
        f(sound.x)
    }
}

a::needs::w::export!(Component);

fn use_more(r: R) -> a::needs::k::R {
    r.x.map(|x| x + 1)
}

fn main() {}
