airssys_bindings::airssys_bindings!({ path: "ui/syntax/version-with-two-numbers" });

fn main() {}
