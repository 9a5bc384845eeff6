airssys_bindings::airssys_bindings!({ path: "ui/packages/version-not-said" });

fn main() {}
