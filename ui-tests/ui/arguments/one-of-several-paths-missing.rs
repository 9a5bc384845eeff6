airssys_bindings::airssys_bindings!({ path: ["ui/sound", "ui/nowhere"] });

fn main() {}
