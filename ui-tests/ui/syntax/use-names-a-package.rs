airssys_bindings::airssys_bindings!({ path: "ui/syntax/use-names-a-package" });

fn main() {}
