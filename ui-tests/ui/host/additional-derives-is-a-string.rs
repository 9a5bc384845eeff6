airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, additional_derives: "PartialEq" });

fn main() {}
