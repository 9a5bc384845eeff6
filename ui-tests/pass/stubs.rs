airssys_bindings::airssys_bindings!({ path: "ui/sound", stubs });

const _: Stub = Stub;

fn main() {}
