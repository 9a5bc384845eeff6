airssys_bindings::airssys_bindings!({ path: "ui/files/text-format-in-deps" });

fn main() {}
