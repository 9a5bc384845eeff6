airssys_bindings::airssys_bindings!({ path: "ui/sound", world_options: { "sound": { stubs: true, export_prefix: "x" } } });

const _: Stub = Stub;
