airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, skip_mut_forwarding_impls: 1 });

fn main() {}
