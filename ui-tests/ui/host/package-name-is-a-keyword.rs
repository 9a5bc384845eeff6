airssys_bindings::airssys_bindings!({ path: "ui/host/keyword", side: host });

fn main() {}
