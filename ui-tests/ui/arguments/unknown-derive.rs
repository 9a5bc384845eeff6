airssys_bindings::airssys_bindings!({ path: "ui/sound", additional_derives: [NotATrait] });

fn main() {}
