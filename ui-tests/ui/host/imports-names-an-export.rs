airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, imports: { "run": async } });

fn main() {}
