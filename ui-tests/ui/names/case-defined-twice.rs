airssys_bindings::airssys_bindings!({ path: "ui/names/case-defined-twice" });

fn main() {}
