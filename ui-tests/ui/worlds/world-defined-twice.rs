airssys_bindings::airssys_bindings!({ path: "ui/worlds/world-defined-twice" });

fn main() {}
