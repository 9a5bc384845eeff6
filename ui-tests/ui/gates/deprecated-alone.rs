airssys_bindings::airssys_bindings!({ path: "ui/gates/deprecated-alone" });

fn main() {}
