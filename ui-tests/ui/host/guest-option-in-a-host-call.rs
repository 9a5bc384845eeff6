airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, stubs: true });

fn main() {}
