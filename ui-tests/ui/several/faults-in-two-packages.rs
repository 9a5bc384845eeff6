airssys_bindings::airssys_bindings!({ path: "ui/several/faults-in-two-packages" });

fn main() {}
