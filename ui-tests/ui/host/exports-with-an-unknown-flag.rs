airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, exports: { "run": concurrent } });

fn main() {}
