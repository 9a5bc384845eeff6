airssys_bindings::airssys_bindings!({ path: "ui/sound" warnings: false });

fn main() {}
