airssys_bindings::airssys_bindings!({ path: "ui/syntax/missing-closing-brace" });

fn main() {}
