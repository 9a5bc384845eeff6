airssys_bindings::airssys_bindings!({ path: "ui/packages/missing-package-declaration" });

fn main() {}
