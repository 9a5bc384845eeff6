airssys_bindings::airssys_bindings!({ path: "ui/host/app", stubs: true, imports: { default: async } });

fn main() {}
