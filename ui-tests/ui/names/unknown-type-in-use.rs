airssys_bindings::airssys_bindings!({ path: "ui/names/unknown-type-in-use" });

fn main() {}
