airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, share_types: 0 });

fn main() {}
