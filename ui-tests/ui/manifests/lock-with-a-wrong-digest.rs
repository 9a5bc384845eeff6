airssys_bindings::airssys_bindings!({ path: "ui/manifests/lock-with-a-wrong-digest" });

fn main() {}
