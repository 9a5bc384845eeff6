airssys_bindings::airssys_bindings!({ path: "ui/names/names-that-differ-in-case" });

fn main() {}
