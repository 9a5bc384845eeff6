airssys_bindings::airssys_bindings!({ path: "ui/several/errors-in-two-packages" });

fn main() {}
