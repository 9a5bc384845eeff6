airssys_bindings::airssys_bindings!({ path: "ui/manifests/path-leads-nowhere" });

fn main() {}
