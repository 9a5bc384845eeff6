airssys_bindings::airssys_bindings!({ path: "ui/host/app", imports: { default: async } });

fn main() {}
