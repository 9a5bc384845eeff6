airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, exports: { "runn": async } });

fn main() {}
