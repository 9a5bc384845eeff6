airssys_bindings::airssys_bindings!({ path: "ui/types/recursive-record" });

fn main() {}
