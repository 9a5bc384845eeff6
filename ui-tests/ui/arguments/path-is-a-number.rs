airssys_bindings::airssys_bindings!({ path: 3 });

fn main() {}
