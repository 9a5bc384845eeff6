airssys_bindings::airssys_bindings!({ path: "ui/several/more-than-twenty" });

fn main() {}
