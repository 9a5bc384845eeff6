airssys_bindings::airssys_bindings!({ path: "ui/manifests/lock-with-a-wrong-digest", locked: true });

fn main() {}
