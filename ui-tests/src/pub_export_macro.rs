airssys_bindings::airssys_bindings!({ path: "ui/sound", export_prefix: "pub_export_macro", stubs, pub_export_macro: true });
