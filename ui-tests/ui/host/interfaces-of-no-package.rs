airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, interfaces: "import a:app/stor;" });

fn main() {}
