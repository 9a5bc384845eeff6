#![deny(deprecated)]

airssys_bindings::airssys_bindings!({ path: "ui/sound", skip: ["nope"] });

fn main() {}
