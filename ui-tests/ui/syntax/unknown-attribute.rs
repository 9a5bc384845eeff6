airssys_bindings::airssys_bindings!({ path: "ui/syntax/unknown-attribute" });

fn main() {}
