airssys_bindings::airssys_bindings!({ path: "ui/sound", export_prefix: "stubs", stubs });

const _: Stub = Stub;
