airssys_bindings::airssys_bindings!({ path: "ui/names/function-defined-twice" });

fn main() {}
