airssys_bindings::airssys_bindings!({ path: "ui/manifests/key-of-another-package" });

fn main() {}
