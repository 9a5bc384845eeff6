airssys_bindings::airssys_bindings!({ path: "ui/sound", export_macro_name: "my export" });

fn main() {}
