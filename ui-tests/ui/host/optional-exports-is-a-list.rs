airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, optional_exports: ["run"] });

fn main() {}
