airssys_bindings::airssys_bindings!({ colour: "blue" });

fn main() {}
