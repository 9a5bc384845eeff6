airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, stringify: true });

fn main() {}
