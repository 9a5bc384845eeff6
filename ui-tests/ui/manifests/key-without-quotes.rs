airssys_bindings::airssys_bindings!({ path: "ui/manifests/key-without-quotes" });

fn main() {}
