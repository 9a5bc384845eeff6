airssys_bindings::airssys_bindings!({ path: "ui/sound", cfg: { "a:sond": unix } });

fn main() {}
