airssys_bindings::airssys_bindings!({ path: "ui/sound", warnings: false, debug: true, max_file_size: 1_000_000 });
