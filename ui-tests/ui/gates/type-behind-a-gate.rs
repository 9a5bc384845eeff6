airssys_bindings::airssys_bindings!({ path: "ui/gates/type-behind-a-gate" });

fn main() {}
