airssys_bindings::airssys_bindings!({ path: "ui/sound", world_options: { "sound": { path: "x" } } });

fn main() {}
