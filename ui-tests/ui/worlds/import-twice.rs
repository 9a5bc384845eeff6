airssys_bindings::airssys_bindings!({ path: "ui/worlds/import-twice" });

fn main() {}
