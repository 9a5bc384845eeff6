airssys_bindings::airssys_bindings!({ path: "ui/several/three-errors-in-one-file" });

fn main() {}
