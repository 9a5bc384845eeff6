airssys_bindings::airssys_bindings!({ path: "ui/syntax/tabs-do-not-move-the-caret" });

fn main() {}
