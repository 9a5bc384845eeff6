airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, imports: async });

fn main() {}
