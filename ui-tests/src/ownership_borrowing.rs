airssys_bindings::airssys_bindings!({ path: "ui/sound", export_prefix: "ownership_borrowing", stubs, ownership: Borrowing { duplicate_if_necessary: true } });
