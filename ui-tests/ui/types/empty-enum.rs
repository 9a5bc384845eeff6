airssys_bindings::airssys_bindings!({ path: "ui/types/empty-enum" });

fn main() {}
