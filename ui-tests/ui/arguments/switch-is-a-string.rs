airssys_bindings::airssys_bindings!({ path: "ui/sound", stubs: "yes" });

fn main() {}
