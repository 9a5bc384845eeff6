airssys_bindings::airssys_bindings!({ path: "ui/names/interface-cycle" });

fn main() {}
