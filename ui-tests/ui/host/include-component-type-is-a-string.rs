airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, include_component_type: "yes" });

fn main() {}
