airssys_bindings::airssys_bindings!({ path: "ui/syntax/snake-case-name" });

fn main() {}
