airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, async: true });

fn main() {}
