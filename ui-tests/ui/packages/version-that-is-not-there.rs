airssys_bindings::airssys_bindings!({ path: "ui/packages/version-that-is-not-there" });

fn main() {}
