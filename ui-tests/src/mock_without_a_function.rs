airssys_bindings::airssys_bindings!({ path: "ui/sound", mocks: true });

use a::sound::j;

struct OnlyG;

impl j::Mock for OnlyG {
    fn g(&self) {}
}

pub fn main() {
    let _installed = j::mock(&OnlyG);
    j::g();
}
