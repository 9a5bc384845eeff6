airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, anyhow: anyhow::Error });

fn main() {}
