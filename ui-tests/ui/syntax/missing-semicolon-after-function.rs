airssys_bindings::airssys_bindings!({ path: "ui/syntax/missing-semicolon-after-function" });

fn main() {}
