airssys_bindings::airssys_bindings!({ path: "ui/names/type-not-brought-in" });

fn main() {}
