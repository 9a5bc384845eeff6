airssys_bindings::airssys_bindings!({ path: "ui/sound", with: { "a:sound/i" = crate::x } });

mod x {}

fn main() {}
