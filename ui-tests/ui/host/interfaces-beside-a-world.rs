airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, world: "app", interfaces: "import a:app/store;" });

fn main() {}
