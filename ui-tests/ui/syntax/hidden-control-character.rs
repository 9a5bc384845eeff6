airssys_bindings::airssys_bindings!({ path: "ui/syntax/hidden-control-character" });

fn main() {}
