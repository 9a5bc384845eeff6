airssys_bindings::airssys_bindings!({ path: "ui/syntax/camel-case-name" });

fn main() {}
