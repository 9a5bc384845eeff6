airssys_bindings::airssys_bindings!({ path: "ui/files/core-module-in-deps" });

fn main() {}
