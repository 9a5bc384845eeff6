airssys_bindings::airssys_bindings!({ path: "ui/sound", world_options: { "sund": { stubs: true } } });

fn main() {}
