airssys_bindings::airssys_bindings!({ path: "ui/syntax/use-picks-types-at-the-top" });

fn main() {}
