airssys_bindings::airssys_bindings!({ path: "ui/names/unknown-type" });

fn main() {}
