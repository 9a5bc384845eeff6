airssys_bindings::airssys_bindings!({ path: "ui/files/too-big", max_file_size: 16 });

fn main() {}
