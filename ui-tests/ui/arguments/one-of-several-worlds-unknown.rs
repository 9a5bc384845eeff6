airssys_bindings::airssys_bindings!({ path: "ui/sound", worlds: ["sound", "nope"] });

fn main() {}
