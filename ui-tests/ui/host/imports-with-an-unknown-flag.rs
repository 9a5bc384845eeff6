airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, imports: { default: asynchronous } });

fn main() {}
