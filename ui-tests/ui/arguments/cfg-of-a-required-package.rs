airssys_bindings::airssys_bindings!({ path: "ui/needs", cfg: { "a:types": feature = "types" } });

fn main() {}
