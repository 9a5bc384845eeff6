airssys_bindings::airssys_bindings!({ path: concat!("ui", "/sound"), merge_structurally_equal_types: true, generate_all, generate_unused_types: true });
