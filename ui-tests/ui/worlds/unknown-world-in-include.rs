airssys_bindings::airssys_bindings!({ path: "ui/worlds/unknown-world-in-include" });

fn main() {}
