airssys_bindings::airssys_bindings!({ path: "ui/worlds/include-with-unknown-name" });

fn main() {}
