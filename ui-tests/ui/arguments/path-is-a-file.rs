airssys_bindings::airssys_bindings!({ path: "ui/arguments/not-wit.txt" });

fn main() {}
