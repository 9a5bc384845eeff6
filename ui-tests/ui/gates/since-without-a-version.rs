airssys_bindings::airssys_bindings!({ path: "ui/gates/since-without-a-version" });

fn main() {}
