airssys_bindings::airssys_bindings!({ path: "ui/syntax/keyword-as-name" });

fn main() {}
