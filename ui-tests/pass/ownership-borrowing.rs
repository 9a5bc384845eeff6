airssys_bindings::airssys_bindings!({ path: "ui/sound", stubs, ownership: Borrowing { duplicate_if_necessary: true } });

fn main() {}
