airssys_bindings::airssys_bindings!({ path: "ui/rust/type-called-like-a-trait" });

fn main() {}
