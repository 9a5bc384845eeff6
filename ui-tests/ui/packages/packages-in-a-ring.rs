airssys_bindings::airssys_bindings!({ path: "ui/packages/packages-in-a-ring" });

fn main() {}
