airssys_bindings::airssys_bindings!({ path: "ui/names/interfaces-in-a-ring" });

fn main() {}
