airssys_bindings::airssys_bindings!({ path: "ui/sound", worlds: [] });

fn main() {}
