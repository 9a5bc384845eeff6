airssys_bindings::airssys_bindings!({ path: "ui/names/unknown-interface" });

struct C;
export!(C);

fn main() {}
