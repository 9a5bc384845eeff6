airssys_bindings::airssys_bindings!({ path: "ui/sound", strict_world: true });
