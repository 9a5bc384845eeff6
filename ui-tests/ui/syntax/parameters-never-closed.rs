airssys_bindings::airssys_bindings!({ path: "ui/syntax/parameters-never-closed" });

fn main() {}
