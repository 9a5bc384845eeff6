airssys_bindings::airssys_bindings!({ path: "ui/syntax/unclosed-parameters" });

fn main() {}
