airssys_bindings::airssys_bindings!({ path: "ui/packages/unknown-version" });

fn main() {}
