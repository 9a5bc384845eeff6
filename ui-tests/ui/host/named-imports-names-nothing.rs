airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, named_imports: { "a:app/stor": String } });

fn main() {}
