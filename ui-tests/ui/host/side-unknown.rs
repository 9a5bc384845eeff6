airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: server });

fn main() {}
