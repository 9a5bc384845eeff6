airssys_bindings::airssys_bindings!({ path: "ui/sound", worlds: ["quiet-*"] });

fn main() {}
