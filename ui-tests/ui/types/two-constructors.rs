airssys_bindings::airssys_bindings!({ path: "ui/types/two-constructors" });

fn main() {}
