airssys_bindings::airssys_bindings!({ path: "ui/syntax/wide-characters-do-not-move-the-caret" });

fn main() {}
