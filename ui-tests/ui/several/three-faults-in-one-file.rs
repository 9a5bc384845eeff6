airssys_bindings::airssys_bindings!({ path: "ui/several/three-faults-in-one-file" });

fn main() {}
