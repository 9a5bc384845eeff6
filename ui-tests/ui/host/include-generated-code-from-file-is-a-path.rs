airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, include_generated_code_from_file: "bindings.rs" });

fn main() {}
