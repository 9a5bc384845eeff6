airssys_bindings::airssys_bindings!({ path: "ui/host/app", side: host, ownership: Borrowing { duplicate_if_necessary: true } });

fn main() {}
