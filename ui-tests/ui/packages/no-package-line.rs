airssys_bindings::airssys_bindings!({ path: "ui/packages/no-package-line" });

fn main() {}
