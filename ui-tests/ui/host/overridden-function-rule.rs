airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, imports: { "a:app/store.put": async, "a:app/store.count": async, "a:app/store.put": trappable } });

fn main() {}
