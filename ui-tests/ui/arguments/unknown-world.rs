airssys_bindings::airssys_bindings!({ path: "ui/sound", world: "sounds" });

fn main() {}
