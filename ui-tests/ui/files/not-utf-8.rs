airssys_bindings::airssys_bindings!({ path: "ui/files/not-utf-8" });

fn main() {}
