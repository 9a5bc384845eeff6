airssys_bindings::airssys_bindings!({ path: "ui/host/accessor", side: host });

fn main() {}
