airssys_bindings::airssys_bindings!({ path: "ui/packages/missing-version" });

fn main() {}
