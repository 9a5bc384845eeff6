airssys_bindings::airssys_bindings!({ path: "ui/sound", runtime_path: "::airssys_bindings::rt", bitflags_path: "::airssys_bindings::rt::bitflags", map_type: "std::collections::HashMap", type_section_suffix: "x", std_feature, disable_run_ctors_once_workaround: true, disable_custom_section_link_helpers: true, export_prefix: "test", sync: true });

fn main() {}
