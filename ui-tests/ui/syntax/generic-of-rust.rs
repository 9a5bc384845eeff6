airssys_bindings::airssys_bindings!({ path: "ui/syntax/generic-of-rust" });

fn main() {}
