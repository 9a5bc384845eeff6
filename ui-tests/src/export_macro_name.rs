airssys_bindings::airssys_bindings!({ path: "ui/sound", export_prefix: "export_macro_name", stubs, export_macro_name: "export_sound" });
