airssys_bindings::airssys_bindings!({ path: "ui/packages/unknown-package" });

fn main() {}
