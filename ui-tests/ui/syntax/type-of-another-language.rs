airssys_bindings::airssys_bindings!({ path: "ui/syntax/type-of-another-language" });

fn main() {}
