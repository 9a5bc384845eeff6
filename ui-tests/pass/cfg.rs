airssys_bindings::airssys_bindings!({ path: "ui/sound", cfg: { "a:sound": not(test) } });

use a::sound::j as _;

fn main() {}
