airssys_bindings::airssys_bindings!({ path: "ui/manifests/package-not-declared" });

fn main() {}
