airssys_bindings::airssys_bindings!({ path: "ui/sound", with: { "a:sound/jj": crate::j } });

fn main() {}
