airssys_bindings::airssys_bindings!({ path: "ui/rust/type-named-like-a-trait" });

fn main() {}
