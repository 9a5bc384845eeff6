#![deny(deprecated)]

airssys_bindings::airssys_bindings!({ path: "ui/sound", features: ["fancy"] });

fn main() {}
