airssys_bindings::airssys_bindings!({ path: "ui/names/interface-as-type" });

fn main() {}
