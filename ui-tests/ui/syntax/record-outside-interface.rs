airssys_bindings::airssys_bindings!({ path: "ui/syntax/record-outside-interface" });

fn main() {}
