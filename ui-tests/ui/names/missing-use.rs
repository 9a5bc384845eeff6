airssys_bindings::airssys_bindings!({ path: "ui/names/missing-use" });

fn main() {}
