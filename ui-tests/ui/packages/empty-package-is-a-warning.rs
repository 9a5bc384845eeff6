#![deny(deprecated)]

airssys_bindings::airssys_bindings!({ path: "ui/packages/empty-package-is-a-warning" });

fn main() {}
