airssys_bindings::airssys_bindings!({ path: "ui/sound", cfg: { "a:sound": frob(1) } });

fn main() {}
