airssys_bindings::airssys_bindings!({ pth: "ui/sound" });

fn main() {}
