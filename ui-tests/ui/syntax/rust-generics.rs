airssys_bindings::airssys_bindings!({ path: "ui/syntax/rust-generics" });

fn main() {}
