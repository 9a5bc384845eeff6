airssys_bindings::airssys_bindings!({ path: "ui/files/empty-folder" });

fn main() {}
