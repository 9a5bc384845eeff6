airssys_bindings::airssys_bindings!({ path: "ui/sound", module: crate::elsewhere::bindings });

fn main() {}
