airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, trapping: ["a:app/*", "a:ap/*"] });

fn main() {}
