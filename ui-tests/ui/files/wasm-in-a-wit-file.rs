airssys_bindings::airssys_bindings!({ path: "ui/files/wasm-in-a-wit-file" });

fn main() {}
