airssys_bindings::include_bindings!();

fn main() {}
