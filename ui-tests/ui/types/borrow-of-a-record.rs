airssys_bindings::airssys_bindings!({ path: "ui/types/borrow-of-a-record" });

fn main() {}
