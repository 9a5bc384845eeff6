airssys_bindings::airssys_bindings!({ pth: "a", path: "ui/sound", world: 4, worlds: ["nope"] });

fn main() {}
