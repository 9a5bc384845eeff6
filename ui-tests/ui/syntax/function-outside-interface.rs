airssys_bindings::airssys_bindings!({ path: "ui/syntax/function-outside-interface" });

fn main() {}
