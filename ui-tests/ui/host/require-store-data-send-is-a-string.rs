airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, require_store_data_send: "yes" });

fn main() {}
