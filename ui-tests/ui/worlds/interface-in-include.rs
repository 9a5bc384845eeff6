airssys_bindings::airssys_bindings!({ path: "ui/worlds/interface-in-include" });

fn main() {}
