airssys_bindings::airssys_bindings!({ path: "ui/sound", cfg: { "a:sound": feature("x") } });

fn main() {}
