airssys_bindings::airssys_bindings!({ path: "ui/sound", module: self::bindings });

fn main() {}
