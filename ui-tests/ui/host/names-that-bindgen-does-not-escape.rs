airssys_bindings::airssys_bindings!({ path: "ui/host/names", side: host });

fn main() {}
