airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, wasmtime_crate: "wasmtime" });

fn main() {}
