airssys_bindings::airssys_bindings!({ path: "ui/sound", packages: ["a:*", "!b:*"] });

fn main() {}
