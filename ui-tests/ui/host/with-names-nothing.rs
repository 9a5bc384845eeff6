airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, with: { "a:app/store.itemm": crate::Item } });

fn main() {}
