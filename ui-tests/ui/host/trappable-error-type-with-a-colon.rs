airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, trappable_error_type: { "a:app/store.error": crate::Error } });

fn main() {}
