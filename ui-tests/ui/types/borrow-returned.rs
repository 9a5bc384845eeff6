airssys_bindings::airssys_bindings!({ path: "ui/types/borrow-returned" });

fn main() {}
