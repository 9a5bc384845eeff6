airssys_bindings::airssys_bindings!({ path: "ui/packages/package-cycle" });

fn main() {}
