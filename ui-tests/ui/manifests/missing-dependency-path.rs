airssys_bindings::airssys_bindings!({ path: "ui/manifests/missing-dependency-path" });

fn main() {}
