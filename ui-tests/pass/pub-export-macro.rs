airssys_bindings::airssys_bindings!({ path: "ui/sound", stubs, pub_export_macro: true });

fn main() {}
