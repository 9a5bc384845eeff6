airssys_bindings::airssys_bindings!({ path: "ui/sound", macro_export, trappable_imports: true, exports: { world: Component } });

fn main() {}
