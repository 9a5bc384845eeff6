airssys_bindings::airssys_bindings!({ path: "ui/sound", packages: [] });

fn main() {}
