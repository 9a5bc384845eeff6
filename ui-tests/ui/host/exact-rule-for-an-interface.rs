airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, imports: { "a:app/store": async | exact } });

fn main() {}
