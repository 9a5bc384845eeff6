airssys_bindings::airssys_bindings!({ path: "ui/sound", ownership: Sharing });

fn main() {}
