airssys_bindings::airssys_bindings!({ path: "ui/sound", features: ["fancy"], all_features: true });

fn main() {}
