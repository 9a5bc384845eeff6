airssys_bindings::airssys_bindings!({ path: "ui/files/empty-dependency" });

fn main() {}
