airssys_bindings::airssys_bindings!({ path: "ui/sound", stubs, export_macro_name: "export_sound" });

fn main() {}
