airssys_bindings::airssys_bindings!({ path: "ui/nowhere" });

fn main() {}
