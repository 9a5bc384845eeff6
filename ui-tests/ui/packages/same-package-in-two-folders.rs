airssys_bindings::airssys_bindings!({ path: "ui/packages/same-package-in-two-folders" });

fn main() {}
